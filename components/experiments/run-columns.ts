import type { Sort } from "@/components/data-table/columns";
import type { TrainingRunRow, ValueField } from "@/lib/experiments/schema";

/** Columns that every run has, by the attribute of the filter language that sorts them. */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  name: "attributes.run_name",
  status: "attributes.status",
  started: "attributes.start_time",
  ended: "attributes.end_time",
  user: "attributes.user_id",
};

export type KeyColumn = { kind: ValueField; key: string };
/** Of a metric: its last value, the least, the greatest and the first one. */
const POINT_KINDS = ["metrics", "min", "max", "first"] as const satisfies readonly ValueField[];
const KINDS: readonly string[] = [...POINT_KINDS, "params", "tags"] satisfies ValueField[];
const isKind = (text: string): text is ValueField => KINDS.includes(text);
export const isPointKind = (kind: ValueField) => kind !== "params" && kind !== "tags";

/** "metrics.val/loss", the id of a column and the name of a value in the API; null for another text. */
export function keyColumn(id: string): KeyColumn | null {
  const dot = id.indexOf(".");
  const kind = id.slice(0, Math.max(0, dot));
  const key = id.slice(dot + 1);
  if (key === "" || !isKind(kind)) return null;
  return { kind, key };
}

/** A name as the filter language reads it, in quotes where it is no plain word. No key holds a backtick. */
export function fieldName(id: string): string {
  const column = keyColumn(id);
  if (!column) return ATTRIBUTES[id] ?? id;
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(column.key) ? id : `${column.kind}.\`${column.key}\``;
}

export function orderBy(sort: Sort | null): string {
  return sort === null ? "" : `${fieldName(sort.id)} ${sort.desc ? "DESC" : "ASC"}`;
}

/** "-metrics.val/loss": the greatest first. Null for what no column is called. */
export function sortOf(text: string | null): Sort | null {
  if (!text) return null;
  const id = text.replace(/^-/, "");
  if (!Object.hasOwn(ATTRIBUTES, id) && !keyColumn(id)) return null;
  return { id, desc: text.startsWith("-") };
}

/** A metric is a number, NaN, or nothing where the run has none. */
export function runValue(run: TrainingRunRow, { kind, key }: KeyColumn): string | number | null {
  return run[kind][key] ?? null;
}
