import { DEMO } from "./schema";

const DAY_MS = 24 * 3_600_000;

/** What the flights pipeline stores of a day (pipelines/flights/data/keys.ts; a test holds the two together). */
const OF_A_DAY = (day: string) => [
  `raw/flights/date=${day}.`,
  `features/flights/origin/date=${day}.`,
  `features/flights/destination/date=${day}.`,
  `features/flights/route/date=${day}.`,
  `models/flights/date=${day}/`,
];

/** Prefixes of every object that the tasks of the demo stored. */
export function demoPrefixes(): string[] {
  const prefixes: string[] = [];
  for (let at = Date.parse(DEMO.from_date); at < Date.parse(DEMO.to_date); at += DAY_MS) {
    prefixes.push(...OF_A_DAY(new Date(at).toISOString().slice(0, 10)));
  }
  return prefixes;
}
