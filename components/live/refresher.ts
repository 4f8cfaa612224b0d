import type { Query, QueryClient } from "@tanstack/react-query";
import { isStale, type LiveEvent } from "./topics";

/** A query is refetched at most this often. */
const GAP_MS = 1_000;
/** A list of more pages is only marked: reading all of them again after each event would never end. */
const MOST_PAGES = 3;
/** At most so many queries are remembered; a page has a dozen. */
const MOST_KNOWN = 500;

export type Refresher = { apply(events: readonly LiveEvent[]): void; stop(): void };

/**
 * Refetches stale queries that are visible and marks the others, which refetch when shown. Never restarts a fetch: one
 * slower than the events would never finish.
 */
export function createRefresher(client: QueryClient): Refresher {
  const readAt = new Map<string, number>();
  const waiting = new Map<string, ReturnType<typeof setTimeout>>();

  function refresh(query: Query): void {
    const hash = query.queryHash;
    if (waiting.has(hash)) return;
    const only = { predicate: (other: Query) => other.queryHash === hash };
    if (!query.isActive() || pagesOf(query.state.data) > MOST_PAGES)
      return void client.invalidateQueries({ ...only, refetchType: "none" });
    const now = performance.now();
    const isReading = query.state.fetchStatus === "fetching";
    const waitMs = isReading ? GAP_MS : (readAt.get(hash) ?? -GAP_MS) + GAP_MS - now;
    if (waitMs <= 0) {
      if (readAt.size >= MOST_KNOWN) readAt.clear();
      readAt.set(hash, now);
      return void client.invalidateQueries(only);
    }
    const again = () => {
      waiting.delete(hash);
      refresh(query);
    };
    waiting.set(hash, setTimeout(again, waitMs));
  }

  return {
    apply(events) {
      const isTouched = (query: Query) => events.some((event) => isStale(event, query.queryKey));
      for (const query of client.getQueryCache().findAll({ predicate: isTouched })) refresh(query);
    },
    stop() {
      for (const timer of waiting.values()) clearTimeout(timer);
    },
  };
}

/** Pages of an endless list; 0 for what is none. */
function pagesOf(data: unknown): number {
  if (typeof data !== "object" || data === null || !("pages" in data)) return 0;
  return Array.isArray(data.pages) ? data.pages.length : 0;
}
