import type { NewSince } from "./queries";

/** As it stands in the URL: `60m` before the end of the range, or a search such as `version:12`. */
export function sinceOf(text: string | null, to: string): NewSince {
  if (text === null || text === "") return { kind: "all" };
  const minutes = /^(\d{1,5})m$/.exec(text)?.[1];
  if (minutes === undefined) return { kind: "in", q: text };
  return { kind: "since", at: new Date(Date.parse(to) - Number(minutes) * 60_000).toISOString() };
}

const MINUTES = [15, 60, 360, 1_440];

/** Stretches that leave something of the range to compare with. */
export function minutesWithin({ from, to }: { from: string; to: string }): number[] {
  const range = (Date.parse(to) - Date.parse(from)) / 60_000;
  return MINUTES.filter((minutes) => minutes < range);
}
