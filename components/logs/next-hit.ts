/** The hit after (or before) a line, wrapping around. */
export function nextHit(hits: readonly number[], line: number, step: 1 | -1): number | null {
  const found = step === 1 ? hits.find((hit) => hit > line) : hits.findLast((hit) => hit < line);
  return found ?? (step === 1 ? hits[0] : hits.at(-1)) ?? null;
}
