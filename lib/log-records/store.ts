import type { PoolTx } from "@/lib/platform/db";
import type { LookedBack } from "./look-back";
import type { Query } from "./query/tree";
import type { LogRecord } from "./record";
import type { Sample } from "./repository/sample";
import type { Bar, FoundRecord, Place, Range } from "./repository/search";
import type { ServiceLevel } from "./repository/services";

/** The records of one request. `source` and `digest` say which: by them a store knows what it has already. */
export type LogBatch = { source: string; digest: Buffer; records: readonly LogRecord[] };

type Wanted = { range: Range; query: Query | null };
/** After so long a search stops and says how far back it came; without it a store has its own limit. */
type Patience = { patienceMs?: number | undefined };

/**
 * What keeps log records. Every store answers these the same, which store-contract.ts holds; it reads a search as a tree, and
 * nothing of the words it was written in. A store that runs out of time says how far back it came.
 */
export type LogStore = {
  /** In the transaction in which the batches are remembered: where it fails, they may be sent again. */
  write(sql: PoolTx, batches: readonly LogBatch[]): Promise<void>;
  /** The newest first, older than a place or from the end of the range. */
  search(
    wanted: Wanted & Patience & { before: Place | null; limit: number },
  ): Promise<LookedBack & { records: FoundRecord[] }>;
  /** The oldest first, newer than a place. It is asked for the neighbours of a record, so it gives up sooner than a search. */
  following(
    wanted: Wanted & { after: Place; limit: number },
  ): Promise<{ records: FoundRecord[]; complete: boolean }>;
  /** One record, whole. */
  find(place: Place): Promise<FoundRecord | null>;
  /** How many records each stretch has, by level. Stretches begin at multiples of their length since 1970. */
  histogram(wanted: Wanted & Patience & { stepSeconds: number }): Promise<LookedBack & { bars: Bar[] }>;
  /** What there is in a range, counted by whole minutes, and the minutes of the oldest and the newest record of all. */
  countServices(
    range: Range,
  ): Promise<{ counts: ServiceLevel[]; extent: { first: Date; last: Date } | null }>;
  /** Of the newest records, `limit` at most: which values a field has, or without a field which attributes there are. */
  topValues(wanted: Wanted & { field: string | undefined; limit: number }): Promise<Sample>;
  /** Records that arrive from now on, or after a position that a tail gave, in the order of their arrival. */
  tail(wanted: { query: Query | null; position: string | null }): Promise<StoreTail>;
  /** How full it is. */
  size(): Promise<StoreSize>;
  /** Takes away days that ended before an instant, and returns what went. Nothing where that is not for us to do. */
  expire(before: Date): Promise<string[]>;
};

/** `bytes`: on disk, with indexes; null where the store does not say. */
export type StoreSize = { records: number; bytes: number | null; days: number };

export type StoreTail = {
  /**
   * What arrived since the last look; null when nothing did. `skipped`: matched before these, and left out because a look is
   * limited. `passed`: arrived and not searched, because that would have taken too long.
   */
  look(): Promise<{ data: FoundRecord[]; skipped: number; passed: number } | null>;
  /** Text of at most 300 characters; null where there is none. */
  position(): string | null;
};
