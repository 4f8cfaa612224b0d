import type { Line, Look, Point } from "./lines";

export type Reading = { id: string; name: string; look: Look; x: number; y: number };

const MOST_READINGS = 10;

/** The point of a line that is nearest to x; gaps are passed over. Points are sorted by x. */
export function nearest(points: readonly Point[], x: number): Point | null {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.x ?? 0) < x) low = middle + 1;
    else high = middle;
  }
  const before = neighbour(points, low - 1, -1);
  const after = neighbour(points, low, 1);
  if (!before || !after) return before ?? after;
  return x - before.x <= after.x - x ? before : after;
}

function neighbour(points: readonly Point[], from: number, by: 1 | -1): Point | null {
  for (let index = from; index >= 0 && index < points.length; index += by) {
    const point = points[index];
    if (point && point.y !== null) return point;
  }
  return null;
}

/**
 * What lines say at x, the greatest first. Of more than ten those nearest to y are said, and how many are not. A line says
 * nothing where its nearest point is farther than `reach`.
 */
export function readingsAt(
  lines: readonly Line[],
  { x, y, reach }: { x: number; y: number | null; reach: number },
): { readings: Reading[]; left: number } {
  const all = lines.flatMap((line) => {
    const point = line.isBehind ? null : nearest(line.points, x);
    if (!point || point.y === null || Math.abs(point.x - x) > reach) return [];
    return [{ id: line.id, name: line.name, look: line.look, x: point.x, y: point.y }];
  });
  const near = y === null ? all : all.toSorted((one, other) => Math.abs(one.y - y) - Math.abs(other.y - y));
  const readings = near.slice(0, MOST_READINGS).sort((one, other) => other.y - one.y);
  return { readings, left: all.length - readings.length };
}

/** How far the lines reach along x. */
export function widthOf(lines: readonly Line[]): number {
  const ends = lines.flatMap(({ points }) => {
    const [first, last] = [points[0], points.at(-1)];
    return first && last ? [first.x, last.x] : [];
  });
  return ends.length === 0 ? 0 : Math.max(...ends) - Math.min(...ends);
}
