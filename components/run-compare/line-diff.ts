/** Beyond so many differences two texts have nothing to do with each other, and the search for the least is given up. */
const MOST_EDITS = 1_000;

export type DiffLine = {
  kind: "same" | "removed" | "added";
  text: string;
  /** Line numbers in both texts, from 1; null in the text that does not have it. */
  before: number | null;
  after: number | null;
};

/**
 * The changes from one list of lines to another, the fewest there are (Myers). Lines with the same key are the same. Null
 * beyond MOST_EDITS: the work is bounded by that number, not by the length of the texts.
 */
export function diffLines(
  before: readonly string[],
  after: readonly string[],
  keyOf: (line: string) => string,
): DiffLine[] | null {
  const [a, b] = [before.map(keyOf), after.map(keyOf)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end])
    end++;
  const steps = shortest(a.slice(start, a.length - end), b.slice(start, b.length - end));
  if (steps === null) return null;
  const ways: DiffLine["kind"][] = [
    ...Array<"same">(start).fill("same"),
    ...steps,
    ...Array<"same">(end).fill("same"),
  ];
  let [x, y] = [0, 0];
  return ways.map((kind) => {
    const from = kind === "added" ? null : x++;
    const to = kind === "removed" ? null : y++;
    const text = (to === null ? before[from ?? 0] : after[to]) ?? "";
    return { kind, text, before: from === null ? null : from + 1, after: to === null ? null : to + 1 };
  });
}

/** The furthest x of each diagonal after d edits, for each d, and from them the way back. */
function shortest(a: readonly string[], b: readonly string[]): DiffLine["kind"][] | null {
  const trace: Int32Array[] = [];
  let furthest = new Int32Array(3);
  for (let d = 0; d <= Math.min(a.length + b.length, MOST_EDITS); d++) {
    const next = new Int32Array(2 * d + 3);
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && at(furthest, k - 1, d - 1) < at(furthest, k + 1, d - 1));
      let x = d === 0 ? 0 : down ? at(furthest, k + 1, d - 1) : at(furthest, k - 1, d - 1) + 1;
      let y = x - k;
      while (x < a.length && y < b.length && a[x] === b[y]) {
        x++;
        y++;
      }
      next[k + d + 1] = x;
      if (x >= a.length && y >= b.length) return wayBack([...trace, next], a.length, b.length);
    }
    trace.push(next);
    furthest = next;
  }
  return null;
}

/** Diagonal k of the row of d edits. */
function at(row: Int32Array, k: number, d: number): number {
  return row[k + d + 1] ?? 0;
}

function wayBack(trace: readonly Int32Array[], endX: number, endY: number): DiffLine["kind"][] {
  const steps: DiffLine["kind"][] = [];
  let [x, y] = [endX, endY];
  for (let d = trace.length - 1; d > 0; d--) {
    const row = trace[d - 1] ?? new Int32Array(3);
    const k = x - y;
    const down = k === -d || (k !== d && at(row, k - 1, d - 1) < at(row, k + 1, d - 1));
    const fromX = down ? at(row, k + 1, d - 1) : at(row, k - 1, d - 1);
    const fromY = fromX - (down ? k + 1 : k - 1);
    const [editX, editY] = down ? [fromX, fromY + 1] : [fromX + 1, fromY];
    for (; x > editX && y > editY; x--, y--) steps.push("same");
    steps.push(down ? "added" : "removed");
    [x, y] = [fromX, fromY];
  }
  for (; x > 0 && y > 0; x--, y--) steps.push("same");
  return steps.toReversed();
}

export type DiffRow = DiffLine | { kind: "skipped"; count: number; before: number };

/** Equal lines that are far from any difference become one row that says how many they are. */
export function folded(lines: readonly DiffLine[], margin: number): DiffRow[] {
  const near = new Set<number>();
  for (const [index, { kind }] of lines.entries())
    if (kind !== "same") for (let by = -margin; by <= margin; by++) near.add(index + by);
  const rows: DiffRow[] = [];
  for (const [index, line] of lines.entries()) {
    const last = rows.at(-1);
    if (line.kind !== "same" || near.has(index)) rows.push(line);
    else if (last?.kind === "skipped") last.count += 1;
    else rows.push({ kind: "skipped", count: 1, before: line.before ?? 0 });
  }
  return rows;
}

/** Lines that differ in numbers only have the same key: times, counts and ids of a run. */
export function withoutNumbers(line: string): string {
  return line.replace(/\d+(?:[.,:]\d+)*/g, "#");
}
