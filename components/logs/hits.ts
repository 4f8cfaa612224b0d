/** The hit after (or before) a line, wrapping around. */
export function nextHit(hits: readonly number[], line: number, step: 1 | -1): number | null {
  const found = step === 1 ? hits.find((hit) => hit > line) : hits.findLast((hit) => hit < line);
  return found ?? (step === 1 ? hits[0] : hits.at(-1)) ?? null;
}

/** The hit that a new search jumps to: the line that is looked at, or the first one below. */
export function firstHit(hits: readonly number[], line: number): number | null {
  return nextHit(hits, line - 1, 1);
}
