import type { FoundRecord } from "../repository/search";
import type { StoreTail } from "../store";
import { TooSlow } from "./client";

export type Arrived = FoundRecord & { arrivedUs: number };
/** What a store is asked: records that arrived since an instant. `found` has the newest of those that match, the newest first. */
export type Arrivals = {
  nowUs: () => number;
  find: (sinceUs: number, limit: number) => Promise<{ found: Arrived[]; total: number }>;
  /** Of all records, whether they match or not. */
  countAll: (sinceUs: number) => Promise<number>;
};

/** One look brings at most these; a reader sees no more of a second anyway. */
const MOST = 200;
/** Such a store shows what it has about a second later; looking more often brings nothing. */
const EVERY_MS = 1_000;
/** A record is found so long after it was written at most, and clocks of our processes differ by less. */
const OVERLAP_US = 5_000_000;
const MAX_KNOWN = 5_000;

/**
 * A tail of a store that numbers nothing by arrival. It looks at the last seconds again and again, and keeps the ids of those
 * that it has brought. A position is the arrival of the newest record that was brought.
 */
export async function remoteTail(store: Arrivals, position: string | null): Promise<StoreTail> {
  const known = new Map<string, number>();
  let newest = arrivalOf(position) ?? store.nowUs();
  // Records that arrived up to here are not brought: they came before, or were left out.
  let floor = arrivalOf(position) === null ? 0 : newest + 1;
  let lookedAt = 0;
  const know = (records: readonly Arrived[]) => {
    for (const { id, arrivedUs } of records) {
      known.set(id, arrivedUs);
      newest = Math.max(newest, arrivedUs);
    }
  };
  const since = () => Math.max(newest - OVERLAP_US, floor);
  // What is there already is known, and what is found a moment later is new.
  if (floor === 0) know((await store.find(since(), MAX_KNOWN)).found);
  const look = async () => {
    const from = since();
    for (const [id, arrivedUs] of known) if (arrivedUs < from) known.delete(id);
    const { found, total } = await store.find(from, MOST + known.size);
    const fresh = found.filter(({ id }) => !known.has(id)).slice(0, MOST);
    const skipped = Math.max(0, total - known.size - fresh.length);
    know(fresh);
    const oldest = fresh.at(-1);
    if (skipped > 0 && oldest) {
      floor = oldest.arrivedUs;
      // Of one request all arrived at once: what is left out of it is known too.
      const { found: rest } = await store.find(floor, MAX_KNOWN);
      know(rest.filter(({ arrivedUs }) => arrivedUs === floor));
    }
    if (fresh.length === 0) return null;
    return { data: fresh.map(({ arrivedUs: _, ...record }) => record).reverse(), skipped, passed: 0 };
  };
  return {
    async look() {
      if (performance.now() - lookedAt < EVERY_MS) return null;
      lookedAt = performance.now();
      return look().catch(async (error: unknown) => {
        if (!(error instanceof TooSlow)) throw error;
        const passed = await store.countAll(since()).catch(() => 0);
        newest = Math.max(newest, store.nowUs());
        floor = newest;
        return { data: [], skipped: 0, passed };
      });
    },
    position: () => String(newest),
  };
}

function arrivalOf(position: string | null): number | null {
  return position !== null && /^\d{15,16}$/.test(position) ? Number(position) : null;
}
