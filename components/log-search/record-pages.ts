import type { LogRecordView } from "@/lib/log-records/schema";

export type LoadedPage = {
  data: readonly LogRecordView[];
  next_cursor: string | null;
  searched_to: string;
  complete: boolean;
};
export type LoadPage = (cursor: string, signal: AbortSignal) => Promise<LoadedPage>;
/**
 * searching: looks for the next page. idle: has one, and more can be asked for. paused: found nothing for a while, and waits
 * to go on. ended: there are no more.
 */
export type Status = "searching" | "idle" | "paused" | "stopped" | "failed" | "ended";
export type PagesState = {
  count: number;
  status: Status;
  searchedTo: string | null;
  /** A call came to no end before its time was over. */
  isLong: boolean;
  error: unknown;
};
export const NO_PAGES: PagesState = {
  count: 0,
  status: "idle",
  searchedTo: null,
  isLong: false,
  error: null,
};

type Page = { cursor: string; first: number; count: number; records: readonly LogRecordView[] | null };

/** Pages this far from what is in sight keep their place and not their records, so memory stays the same however far one scrolls. */
const KEPT_PAGES = 20;
/** Searches in a row that come to no end before it waits to be told to go on. */
const ROUNDS = 5;

/**
 * Pages of a search, the newest first, each behind the one before it. A page that was let go is loaded again by its own
 * cursor when it comes into sight.
 */
export function createRecordPages(load: LoadPage) {
  const pages: Page[] = [];
  const watchers = new Set<() => void>();
  /** Numbers of the pages that have their records. */
  const kept = new Set<number>();
  const reloading = new Set<number>();
  let state = NO_PAGES;
  let next: string | null = "";
  let running: AbortController | null = null;

  const tell = (change: Partial<PagesState>) => {
    state = { ...state, ...change };
    for (const watcher of watchers) watcher();
  };

  async function search(rounds: number): Promise<void> {
    if (running || next === null) return;
    const controller = new AbortController();
    running = controller;
    tell({ status: "searching", error: null });
    try {
      for (let round = 0; round < rounds && next !== null; round++) {
        const page = await load(next, controller.signal);
        if (controller.signal.aborted) return;
        const { data } = page;
        if (data.length > 0) {
          kept.add(pages.length);
          pages.push({ cursor: next, first: state.count, count: data.length, records: data });
        }
        next = page.next_cursor;
        tell({
          count: state.count + data.length,
          searchedTo: page.searched_to,
          isLong: !page.complete,
        });
        if (page.complete) return end(next === null ? "ended" : "idle");
      }
      end("paused");
    } catch (error) {
      if (!controller.signal.aborted) end("failed", error);
    }
  }

  function end(status: Status, error: unknown = null): void {
    running = null;
    tell({ status, error });
  }

  /** The number of the page that this record is in. */
  function pageOf(index: number): number {
    let [low, high] = [0, pages.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((pages[middle]?.first ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  async function reload(at: number): Promise<void> {
    const page = pages[at];
    if (!page || page.records || reloading.has(at)) return;
    reloading.add(at);
    try {
      const { data } = await load(page.cursor, new AbortController().signal);
      // A record that came late pushes the last one out of its page; the place of all others stays.
      page.records = data.slice(0, page.count);
      kept.add(at);
      tell({});
    } catch (error) {
      tell({ error });
    } finally {
      reloading.delete(at);
    }
  }

  function letGo(at: number): void {
    const page = pages[at];
    if (page) page.records = null;
    kept.delete(at);
  }

  return {
    subscribe(watcher: () => void) {
      watchers.add(watcher);
      return () => {
        watchers.delete(watcher);
      };
    },
    state: () => state,
    /** Undefined while its page is loaded again. */
    recordAt(index: number): LogRecordView | undefined {
      const page = pages[pageOf(index)];
      return page?.records?.[index - page.first];
    },
    /** The next page, unless the search was stopped or waits. */
    more: () => (state.status === "idle" ? search(ROUNDS) : Promise.resolve()),
    goOn: () => search(ROUNDS),
    stop() {
      if (!running) return;
      running.abort();
      end("stopped");
    },
    /** Records from `first` up to `last` are in sight. */
    see(first: number, last: number): void {
      const [from, to] = [pageOf(first), pageOf(last)];
      for (const at of kept) if (at < from - KEPT_PAGES || at > to + KEPT_PAGES) letGo(at);
      for (let at = Math.max(0, from - 1); at <= to + 1; at++) void reload(at);
    },
    /** The page that shows it is gone. */
    close: () => running?.abort(),
  };
}
export type RecordPages = ReturnType<typeof createRecordPages>;
