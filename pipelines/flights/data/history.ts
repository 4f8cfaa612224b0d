import { join } from "node:path";
import { objects } from "gwanje/task";
import { addDays, type Day, daysBetween } from "./day";
import { dayOfRawKey, keys, RAW_PREFIX } from "./keys";
import { sourceFlights, storedFlights } from "./source";

const DOWNLOADS_AT_ONCE = 8;

/**
 * The flights of [from, to): days that `ingest` stored from their objects, the others from the source they would be
 * ingested from. So one day runs by itself, and a month of days runs in any order, with the same rows.
 */
export async function flightsBetween(from: Day, to: Day, directory: string): Promise<string> {
  const stored = new Set<Day>();
  for await (const { key } of objects.list(RAW_PREFIX)) {
    const day = dayOfRawKey(key);
    if (day !== null) stored.add(day);
  }
  const days = daysBetween(from, to);
  const waiting = days.filter((day) => stored.has(day));
  const files = waiting.map((day) => fileOf(directory, day));
  const queue = waiting.values();
  const downloader = async () => {
    for (const day of queue) await objects.download(keys.rawParquet(day), fileOf(directory, day));
  };
  await Promise.all(Array.from({ length: DOWNLOADS_AT_ONCE }, downloader));
  const missing = ranges(days.filter((day) => !stored.has(day)));
  const parts = [
    ...(files.length > 0 ? [storedFlights(files)] : []),
    ...missing.map((range) => sourceFlights(range.from, range.to)),
  ];
  console.log(
    `Flights of [${from}, ${to}): ${files.length} days from objects, ${days.length - files.length} from the source.`,
  );
  return parts.length > 0 ? parts.join("\nUNION ALL\n") : sourceFlights(from, from);
}

function fileOf(directory: string, day: Day): string {
  return join(directory, `${day}.parquet`);
}

/** Consecutive days as half-open ranges: one scan of the source each. */
export function ranges(days: readonly Day[]): { from: Day; to: Day }[] {
  const found: { from: Day; to: Day }[] = [];
  for (const day of days) {
    const next = addDays(day, 1);
    const last = found.at(-1);
    if (last?.to === day) last.to = next;
    else found.push({ from: day, to: next });
  }
  return found;
}
