import type { Band, Line } from "./lines";

/** What recharts reads: a row for each x, with a value for each line and a pair for each band. */
export type Row = { x: number; values: Record<string, number | null | [number, number]> };

export function rowsOf(lines: readonly Line[], bands: readonly Band[]): Row[] {
  const rows = new Map<number, Row>();
  const rowAt = (x: number) => {
    const row = rows.get(x) ?? { x, values: {} };
    rows.set(x, row);
    return row;
  };
  for (const line of lines) for (const { x, y } of line.points) rowAt(x).values[line.id] = y;
  for (const band of bands)
    for (const { x, low, high } of band.points) rowAt(x).values[band.id] = [low, high];
  return [...rows.values()].sort((one, other) => one.x - other.x);
}

/** Lines with the same places may have gaps; where places differ, a row without a value is no gap. */
export function haveSamePlaces(lines: readonly Line[]): boolean {
  const [first] = lines;
  return lines.every(
    ({ points }) =>
      points.length === first?.points.length && points.every(({ x }, index) => x === first.points[index]?.x),
  );
}
