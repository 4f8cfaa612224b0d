export type Point = { x: number; y: number | null };
export type Line = {
  id: string;
  name: string;
  look: Look;
  points: readonly Point[];
  /** Drawn pale behind the others and not named: the raw values of a smoothed line. */
  isBehind?: boolean;
};
/** From `low` to `high` around a line, in its colour. */
export type Band = { id: string; look: Look; points: readonly { x: number; low: number; high: number }[] };

/** A colour token and a dash: lines that share a colour differ in their dash, and the first ten in both. */
export type Look = { color: string; dash: readonly number[] };

const COLORS = 10;
const DASHES: readonly (readonly number[])[] = [[], [7, 3], [2, 3], [9, 3, 2, 3], [14, 4]];

export function lookOf(index: number): Look {
  const turn = Math.floor(index / COLORS);
  return {
    color: `--chart-${(index % COLORS) + 1}`,
    dash: DASHES[(index + turn) % DASHES.length] ?? [],
  };
}

/** Above either, SVG elements cost more than a page has. */
const MOST_SVG_POINTS = 1_000;
const MOST_SVG_LINES = 20;
export type Engine = "svg" | "canvas";

export function engineOf(lines: readonly Pick<Line, "points">[]): Engine {
  const points = lines.reduce((sum, line) => sum + line.points.length, 0);
  return lines.length > MOST_SVG_LINES || points > MOST_SVG_POINTS ? "canvas" : "svg";
}

/** Infinities are stored as the greatest double; nothing of that size has a place beside other values. */
const MOST_DRAWN = 1e300;

/** What an axis has a place for: no NaN, no infinity, and on a logarithmic one nothing up to 0. Else the line has a gap. */
export function drawn(value: number | "NaN" | null, isLog: boolean): number | null {
  if (value === null || value === "NaN" || !(Math.abs(value) < MOST_DRAWN)) return null;
  return isLog && value <= 0 ? null : value;
}
