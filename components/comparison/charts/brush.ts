/** A stretch of an axis, in thousandths of its length from its low end. */
export type Brush = { column: string; from: number; to: number };

export const WHOLE = 1_000;

/** "params.lr~100~900"; the name of a column may hold anything but a comma. */
export function brushOf(text: string): Brush | null {
  const match = /^(.+)~(\d{1,4})~(\d{1,4})$/.exec(text);
  const [from, to] = [Number(match?.[2]), Number(match?.[3])];
  if (!match?.[1] || !(from <= to && to <= WHOLE)) return null;
  return { column: match[1], from, to };
}

export function brushText({ column, from, to }: Brush): string {
  return `${column}~${from}~${to}`;
}

/** With this stretch on its axis; without one where it is the whole axis. */
export function withBrush(brushes: readonly Brush[], next: Brush): Brush[] {
  const others = brushes.filter(({ column }) => column !== next.column);
  const [from, to] = [Math.min(next.from, next.to), Math.max(next.from, next.to)];
  return from <= 0 && to >= WHOLE ? others : [...others, { ...next, from, to }];
}

/** Whether a run, by its places on the axes, is within every stretch. One without a value is in none. */
export function isWithin(brushes: readonly Brush[], placeOn: (column: string) => number | null): boolean {
  return brushes.every(({ column, from, to }) => {
    const place = placeOn(column);
    return place !== null && place * WHOLE >= from - 0.5 && place * WHOLE <= to + 0.5;
  });
}
