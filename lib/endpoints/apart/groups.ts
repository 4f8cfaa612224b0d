import { InvalidError } from "@/lib/platform/errors";
import { encodeRows } from "../rows/encode";
import type { RowForm } from "../rows/form";
import type { NamedTensor, TensorData } from "../runtime/tensor";

/** `column` is empty where the row as a whole is at fault. */
export type RowProblem = { column: string; type: string; message: string };
/** Rows that go to the model as one request would. `rows` are their places in what was given. */
export type Group = { rows: readonly number[]; feeds: NamedTensor[] };
export type Grouped = { groups: Group[]; problems: Map<number, RowProblem[]> };

/**
 * Rows as requests of `size` rows in order, the last one perhaps of fewer. What is wrong with a row is its own: the others of
 * its group are asked without it. Rows that have `problems` already are in no group.
 */
export function groupRows(
  form: RowForm,
  rows: readonly unknown[],
  size: number,
  problems = new Map<number, RowProblem[]>(),
): Grouped {
  const whole = isOpen(form) && problems.size === 0 ? encoded(form, rows) : null;
  if (whole && "feeds" in whole) return { groups: sliced(whole.feeds, rows.length, size), problems };
  const groups: Group[] = [];
  for (let from = 0; from < rows.length; from += size) {
    const places = rows.slice(from, from + size).map((_, at) => from + at);
    const left = places.filter((place) => !problems.has(place));
    const group = left.length > 0 ? groupOf(form, rows, left, problems) : null;
    if (group) groups.push(group);
  }
  return { groups, problems };
}

/** False for a model that was exported for so many rows and no others. */
function isOpen(form: RowForm): boolean {
  if (form.kind === "none") return false;
  const ports = form.kind === "columns" ? form.inputs.map(({ port }) => port) : form.inputs;
  return ports.every(({ dims }) => (dims[0] ?? -1) < 0);
}

function groupOf(
  form: RowForm,
  rows: readonly unknown[],
  places: readonly number[],
  problems: Map<number, RowProblem[]>,
): Group | null {
  const of = (some: readonly number[]) => some.map((place) => rows[place]);
  const together = encoded(form, of(places));
  if ("feeds" in together) return { rows: places, feeds: together.feeds };
  const good = isOpen(form) && places.length > 1 ? places.filter((place) => isAlright(place)) : [];
  if (good.length === 0) {
    for (const place of places)
      if (!problems.has(place)) problems.set(place, problemsOf(form, together.error));
    return null;
  }
  const rest = encoded(form, of(good));
  if ("feeds" in rest) return { rows: good, feeds: rest.feeds };
  for (const place of good) problems.set(place, problemsOf(form, rest.error));
  return null;

  function isAlright(place: number): boolean {
    const alone = encoded(form, of([place]));
    if ("feeds" in alone) return true;
    problems.set(place, problemsOf(form, alone.error));
    return false;
  }
}

function encoded(
  form: RowForm,
  rows: readonly unknown[],
): { feeds: NamedTensor[] } | { error: InvalidError } {
  try {
    return { feeds: encodeRows(form, rows) };
  } catch (error) {
    if (error instanceof InvalidError) return { error };
    throw error;
  }
}

/** Of `/instances/0/hour` the column is `hour`, and of `/instances/0/1` the second one of the model. */
export function problemsOf(form: RowForm, { message, extra: { errors = [] } }: InvalidError): RowProblem[] {
  if (errors.length === 0) return [{ column: "", type: "value_error", message }];
  return errors.map(({ pointer, code, detail }) => {
    const [, , , ...path] = pointer.split("/");
    const column = path.map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~")).join(".");
    return { column: nameOf(form, column), type: code, message: detail };
  });
}

function nameOf(form: RowForm, column: string): string {
  if (form.kind !== "columns" || form.columns.some(({ name }) => name === column)) return column;
  return /^\d+$/.test(column) ? (form.columns[Number(column)]?.name ?? column) : column;
}

function sliced(feeds: readonly NamedTensor[], count: number, size: number): Group[] {
  const groups: Group[] = [];
  for (let from = 0; from < count; from += size) {
    const rows = Array.from({ length: Math.min(size, count - from) }, (_, at) => from + at);
    groups.push({ rows, feeds: feeds.map((feed) => part(feed, count, from, rows.length)) });
  }
  return groups;
}

function part(
  { name, type, dims, data }: NamedTensor,
  count: number,
  from: number,
  rows: number,
): NamedTensor {
  const width = data.length / count;
  return { name, type, dims: [rows, ...dims.slice(1)], data: cut(data, from * width, (from + rows) * width) };
}

function cut(data: TensorData, from: number, to: number): TensorData {
  return Array.isArray(data) ? data.slice(from, to) : data.subarray(from, to);
}
