import type { Query } from "../query/tree";
import type { FoundRecord, Place, Range } from "../repository/search";
import type { LogStore } from "../store";

/** So many of the newest are looked at. */
const SAMPLE = 10_000;
const PAGE = 2_000;
const PATIENCE_MS = 5_000;

export type Sampled = { count: number; searched_to: string; complete: boolean };

/** Reads the newest records of a part, a page at a time, and hands each page on. */
export async function sampleRecords(
  store: Pick<LogStore, "search">,
  { range, query }: { range: Range; query: Query | null },
  take: (records: readonly FoundRecord[]) => void,
): Promise<Sampled> {
  const ends = performance.now() + PATIENCE_MS;
  let count = 0;
  let before: Place | null = null;
  for (;;) {
    const patienceMs = Math.max(Math.ceil(ends - performance.now()), 1);
    const page = await store.search({ range, query, before, limit: PAGE, patienceMs });
    take(page.records);
    count += page.records.length;
    const last = page.records.at(-1);
    if (page.records.length < PAGE || !last)
      return { count, searched_to: page.searched_to, complete: page.complete };
    if (count >= SAMPLE || performance.now() >= ends)
      return { count, searched_to: last.time, complete: false };
    before = last;
  }
}
