import { parse } from "yaml";
import * as z from "zod";
import { Point } from "./shapes";

/** Texts of a file: store, as MLflow writes them, and what they mean. */

/** A meta.yaml as PyYAML writes it. A whole number that a double would change is its digits as text; null is absent. */
export function metaOf(text: string): Record<string, unknown> {
  const value: unknown = parse(text, { version: "1.1", intAsBigInt: true });
  if (typeof value !== "object" || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, held]) => (held === null ? [] : [[key, plain(held)] as const])),
  );
}

function plain(value: unknown): unknown {
  if (typeof value !== "bigint") return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

/** By their numbers in MLflow's protocol. */
const RUN_STATUSES = ["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"] as const;
const MODEL_STATUSES = ["LOGGED_MODEL_PENDING", "LOGGED_MODEL_READY", "LOGGED_MODEL_UPLOAD_FAILED"] as const;

/** What is none of them is left as it stands, for the server to refuse. */
export function runStatusOf(value: unknown): string {
  return (typeof value === "number" && RUN_STATUSES[value - 1]) || String(value);
}
export function modelStatusOf(value: unknown): string {
  return (typeof value === "number" && MODEL_STATUSES[value - 1]) || String(value);
}

const NUMBERS: Readonly<Record<string, string>> = {
  nan: "NaN",
  inf: "Infinity",
  "+inf": "Infinity",
  infinity: "Infinity",
  "-inf": "-Infinity",
  "-infinity": "-Infinity",
};
const WHOLE = /^-?\d{1,19}$/;

/**
 * One line of a metric: time, value, step (without one it is 0), and what 3.x writes behind them: for a model its run, and
 * the dataset. Null for a line that is none, such as a last one that was cut off.
 */
export function pointOf(key: string, line: string, of: "run" | "model" = "run"): Point | null {
  const [timestamp = "", text = "", step = "0", ...rest] = line.trim().split(" ");
  const value = NUMBERS[text.toLowerCase()] ?? (text === "" ? Number.NaN : Number(text));
  if (!WHOLE.test(timestamp) || !WHOLE.test(step) || (typeof value === "number" && !Number.isFinite(value)))
    return null;
  const [run_id, ...dataset] = of === "model" ? rest : [undefined, ...rest];
  const [dataset_name, dataset_digest] = dataset;
  return Point.parse({
    key,
    value,
    timestamp,
    step,
    ...(run_id && { run_id }),
    ...(dataset_name && dataset_digest && { dataset_name, dataset_digest }),
  });
}

/** `version-12`: 12 */
export function versionOf(folder: string): string | null {
  return /^version-(\d{1,9})$/.exec(folder)?.[1] ?? null;
}

const Tags = z.record(z.string(), z.unknown()).catch({});
export function tagsIn(value: unknown): { key: string; value: string }[] {
  return Object.entries(Tags.parse(value)).map(([key, held]) => ({ key, value: String(held ?? "") }));
}
