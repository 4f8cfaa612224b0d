import { DEMO } from "./schema";

const DAY_MS = 24 * 3_600_000;

/** What the run of the day before leaves for a day. */
const OF_A_MORNING = (day: string) => [
  `features/flights/origin/date=${day}.`,
  `features/flights/destination/date=${day}.`,
  `features/flights/route/date=${day}.`,
  `schedule/flights/date=${day}.`,
  `predictions/flights/date=${day}.`,
];

/**
 * Prefixes of the objects that the flights pipeline stores for a day. A test compares them with
 * pipelines/flights/data/keys.ts.
 */
const OF_A_DAY = (day: string) => [
  `raw/flights/date=${day}.`,
  `models/flights/date=${day}/`,
  `training/flights/date=${day}.`,
  `holdout/flights/date=${day}.`,
  ...OF_A_MORNING(day),
];

/** Prefixes of all objects that the demo's tasks stored. */
export function demoPrefixes(): string[] {
  const prefixes: string[] = [];
  for (let at = Date.parse(DEMO.from_date); at < Date.parse(DEMO.to_date); at += DAY_MS) {
    prefixes.push(...OF_A_DAY(new Date(at).toISOString().slice(0, 10)));
  }
  // The last day has predicted the one after it.
  return [...prefixes, ...OF_A_MORNING(DEMO.to_date)];
}
