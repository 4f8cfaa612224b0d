const DAY_MS = 86_400_000;
/** What is being answered now is in the range too, when the clocks differ a little. */
const AHEAD_MS = 60_000;
/** Postgres has no year 0. */
const FIRST_MS = Date.parse("0001-01-02T00:00:00Z");

/** Until now, and from so many days before the end, unless the question says otherwise. */
export function rangeOf(
  asked: { from?: string | undefined; to?: string | undefined },
  days: number,
  now: Date,
): { from: string; to: string } {
  const to = asked.to ?? new Date(now.getTime() + AHEAD_MS).toISOString();
  const start = Math.max(FIRST_MS, Date.parse(to) - days * DAY_MS);
  return { from: asked.from ?? new Date(start).toISOString(), to };
}
