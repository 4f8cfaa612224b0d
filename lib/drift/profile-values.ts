import { type ColumnProfile, PROFILED_TEXTS } from "@/lib/point-in-time/schema";
import { numberOf, textOf } from "./bins";

/** What a file with these values would have; numbers, unless there is a value that is none. */
export function profileOf(name: string, values: readonly unknown[]): ColumnProfile {
  const isNumber =
    values.some((value) => numberOf(value) !== null) &&
    values.every((value) => typeof value !== "string" && numberOf(value) !== undefined);
  if (isNumber) return numberProfile(name, values);
  if (values.some((value) => typeof value === "object" && value !== null))
    return { name, kind: "other", rows: values.length, nulls: values.filter(isMissing).length };
  return textProfile(name, values);
}

/** Of a column of numbers that has any; within a hundredth. */
export function profileMedian(column: ColumnProfile): number | null {
  if (column.kind !== "number") return null;
  const half = (column.rows - column.nulls) / 2;
  return column.edges.find(([, , reached]) => reached >= half)?.[0] ?? null;
}

const isMissing = (value: unknown) => value === null || value === undefined;

function numberProfile(name: string, values: readonly unknown[]): ColumnProfile {
  const sorted = Float64Array.from(values.flatMap((value) => numberOf(value) ?? [])).sort();
  const edges: [number, number, number][] = [];
  const hundredths = (count: number) => Math.floor((100 * count) / sorted.length);
  for (let at = 0; at < sorted.length; ) {
    const value = sorted[at] ?? 0;
    let end = at;
    while (end < sorted.length && sorted[end] === value) end += 1;
    if (at === 0 || hundredths(end) > hundredths(at)) edges.push([value, at, end]);
    at = end;
  }
  return { name, kind: "number", rows: values.length, nulls: values.length - sorted.length, edges };
}

function textProfile(name: string, values: readonly unknown[]): ColumnProfile {
  const counts = new Map<string, number>();
  for (const value of values) {
    const text = textOf(value);
    if (text !== null) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return {
    name,
    kind: "text",
    rows: values.length,
    nulls: values.filter(isMissing).length,
    top: sorted.slice(0, PROFILED_TEXTS.top),
    distinct: counts.size,
  };
}
