/** One value that is another one now. `path`: where it is in its row, such as probabilities.1. */
export type Change = {
  row: number;
  path: string;
  before: unknown;
  after: unknown;
  /** After minus before, of two numbers. */
  difference: number | null;
};

/**
 * Where two answers differ, row by row. Numbers are the same when they are the same bit for bit: JSON writes each finite double so
 * that it comes back as it was, so a difference in the last place is found.
 */
export function changesOf(before: readonly unknown[], after: readonly unknown[]): Change[] {
  return Array.from({ length: Math.max(before.length, after.length) }, (_, row) =>
    changesIn(row, "", before[row], after[row]),
  ).flat();
}

function changesIn(row: number, path: string, before: unknown, after: unknown): Change[] {
  if (isNested(before) && isNested(after) && Array.isArray(before) === Array.isArray(after)) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...names].flatMap((name) =>
      changesIn(
        row,
        path === "" ? name : `${path}.${name}`,
        Reflect.get(before, name),
        Reflect.get(after, name),
      ),
    );
  }
  if (Object.is(before, after)) return [];
  const difference = typeof before === "number" && typeof after === "number" ? after - before : null;
  return [{ row, path, before: before ?? null, after: after ?? null, difference }];
}

const isNested = (value: unknown): value is object => typeof value === "object" && value !== null;
