/** The least of 1, 2, 5, 10, 20, 50 ... that is not below. */
export function niceMost(most: number): number {
  const size = 10 ** Math.floor(Math.log10(Math.max(1, most)));
  return [1, 2, 5, 10].map((step) => step * size).find((nice) => nice >= most) ?? most;
}

/** 0, the middle where it is whole, and the top. */
export function ticksOf(top: number): number[] {
  return top % 2 === 0 ? [0, top / 2, top] : [0, top];
}

/** Indexes of at most `most` bars, evenly apart from the first on. */
export function labelled(bars: number, most: number): number[] {
  const every = Math.max(1, Math.ceil(bars / most));
  return Array.from({ length: Math.ceil(bars / every) }, (_, at) => at * every);
}
