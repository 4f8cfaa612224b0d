import type { Word, Words } from "./words";

export type Problem = { kind: string; id: string; problem: string };
const COUNTS = [
  "experiments",
  "runs",
  "unchanged",
  "points",
  "files",
  "bytes",
  "models",
  "registered",
  "versions",
] as const;
type Count = (typeof COUNTS)[number];

/** More are counted and not kept: a store of a million odd names must not fill the memory. */
const MOST_KEPT = 1_000;
const MOST_SHOWN = 30;

/** What came, and what could not. */
export class Tally {
  readonly counts: Record<Count, number> = Object.fromEntries(COUNTS.map((name) => [name, 0])) as Record<
    Count,
    number
  >;
  readonly problems: Problem[] = [];
  problemCount = 0;

  add(name: Count, by = 1): void {
    this.counts[name] += by;
  }

  note(problems: readonly Problem[]): void {
    this.problemCount += problems.length;
    this.problems.push(...problems.slice(0, Math.max(0, MOST_KEPT - this.problems.length)));
  }

  detail(words: Words): string {
    const { points, files, bytes } = this.counts;
    return words("detail", { points: grouped(points), files: grouped(files), size: sizeOf(bytes) });
  }

  report(words: Words, summary: Word): string[] {
    const { bytes, ...counts } = this.counts;
    const values = Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, grouped(count)]));
    const first = words(summary, { ...values, size: sizeOf(bytes) });
    if (this.problemCount === 0) return [first, words("report_whole")];
    const shown = this.problems.slice(0, MOST_SHOWN);
    const rest = this.problemCount - shown.length;
    return [
      first,
      words("report_problems", { count: grouped(this.problemCount) }),
      ...shown.map(({ kind, id, problem }) => `  ${printable(`${kind} ${id}: ${problem}`)}`),
      ...(rest > 0 ? [`  ${words("report_more", { count: grouped(rest) })}`] : []),
    ];
  }
}

export function grouped(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, ",");
}

const UNITS = ["B", "KB", "MB", "GB", "TB"];
export function sizeOf(bytes: number): string {
  let [size, unit] = [bytes, 0];
  while (size >= 1_000 && unit < UNITS.length - 1) {
    size /= 1_000;
    unit += 1;
  }
  return `${size >= 10 || unit === 0 ? Math.round(size) : size.toFixed(1)} ${UNITS[unit]}`;
}

/** Names come from another server: nothing in them moves the cursor or colours the screen. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Surrogate}]/gu, "\u{fffd}");
}
