import { csvLine } from "@/lib/platform/csv";
import { type TrainingRunRow, VALUE_FIELDS, type ValueField } from "./view-schema";

const FIXED = ["id", "experiment_id", "name", "status", "started_at", "ended_at", "user"] as const;

/** Columns that every run has, then the values that were asked for, by their names. */
export function csvHead(keys: readonly string[]): string {
  return csvLine([...FIXED, ...keys]);
}

export function csvRow(run: TrainingRunRow, keys: readonly string[]): string {
  return csvLine([...FIXED.map((name) => run[name]), ...keys.map((name) => valueIn(run, name))]);
}

function valueIn(run: TrainingRunRow, name: string): string | number | null {
  const dot = name.indexOf(".");
  const field = name.slice(0, Math.max(0, dot));
  return isValueField(field) ? (run[field][name.slice(dot + 1)] ?? null) : null;
}

const isValueField = (text: string): text is ValueField => VALUE_FIELDS.some((field) => field === text);
