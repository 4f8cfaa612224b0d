import type { LogLine, LogPage } from "@/lib/logs/schema";
import { firstLineOf, lastPage, PAGE_LINES } from "./window";

export type LoadLog = (fromLine: number, limit: number) => Promise<LogPage>;
export type LogState = {
  /** Null until the first answer. */
  total: number | null;
  /** The attempt has ended and every line is known. */
  complete: boolean;
  error: unknown;
  /** Grows with each change, so that readers call `lineAt` again. */
  version: number;
};
export type LogStore = {
  subscribe(listener: () => void): () => void;
  state(): LogState;
  /** Undefined while it is being loaded. `index` counts from 0. */
  lineAt(index: number): LogLine | undefined;
  /** These pages are visible: loads the missing ones. */
  want(pages: readonly number[]): void;
  /** Loads lines after the last known one. Calls in quick succession become one. */
  poll(): void;
};

/** Pages kept besides the visible ones, so that scrolling back a little is free and scrolling on does not fill the memory. */
const KEEP_PAGES = 60;
/** A failed page is loaded again after this. */
const REST_MS = 2_000;

/** The lines of one log in the browser. Complete lines never change, so they are loaded once. */
export function createLogStore(load: LoadLog): LogStore {
  const listeners = new Set<() => void>();
  /** By page number, in the order of last use. `next`: the first line of the page that was not loaded yet. */
  const pages = new Map<number, { lines: (LogLine | undefined)[]; next: number }>();
  const filling = new Set<number>();
  /** Failed pages. Readers ask again with every change, which must not become a flood of requests. */
  const resting = new Set<number>();
  let current: LogState = { total: null, complete: false, error: null, version: 0 };
  /** The incomplete last line, which each poll loads again. */
  let openLine: number | null = null;
  let polling = false;
  let pollAgain = false;

  function change(next: Partial<LogState>): void {
    current = { ...current, ...next, version: current.version + 1 };
    for (const listener of listeners) listener();
  }
  /** Lines of a lost chunk never arrive; they count as loaded, or they would be requested for ever. */
  function take(from: number, answer: LogPage): void {
    const last = answer.lines.at(-1);
    const next = Math.max(answer.next_line, (last?.n ?? 0) + 1);
    if (last && last.n >= (openLine ?? 0)) openLine = last.open ? last.n : null;
    for (let page = pageOf(from); firstLineOf(page) < next; page++) {
      const held = pages.get(page) ?? { lines: [], next: firstLineOf(page) };
      const end = Math.min(next, firstLineOf(page + 1));
      if (held.next >= from) held.next = Math.max(held.next, end);
      pages.set(page, held);
    }
    for (const line of answer.lines) {
      const held = pages.get(pageOf(line.n));
      if (held) held.lines[(line.n - 1) % PAGE_LINES] = line;
    }
    change({
      total: Math.max(current.total ?? 0, answer.total_lines),
      complete: current.complete || answer.complete,
      error: null,
    });
  }
  async function fill(page: number): Promise<void> {
    filling.add(page);
    try {
      for (let from = missingFrom(page); from !== null; ) {
        const answer = await load(from, firstLineOf(page + 1) - from);
        take(from, answer);
        from = answer.next_line > from ? missingFrom(page) : null;
      }
    } catch (error) {
      resting.add(page);
      setTimeout(() => {
        resting.delete(page);
        change({});
      }, REST_MS);
      change({ error });
    } finally {
      filling.delete(page);
    }
  }
  function lineOf(n: number): LogLine | undefined {
    return pages.get(pageOf(n))?.lines[(n - 1) % PAGE_LINES];
  }
  function missingFrom(page: number): number | null {
    const next = pages.get(page)?.next ?? firstLineOf(page);
    return next < firstLineOf(page + 1) && next <= (current.total ?? 0) ? next : null;
  }
  function forget(inSight: readonly number[]): void {
    for (const page of pages.keys()) {
      if (pages.size <= KEEP_PAGES) return;
      if (!inSight.includes(page)) pages.delete(page);
    }
  }
  async function pollOnce(): Promise<void> {
    polling = true;
    pollAgain = false;
    try {
      const before = current.total ?? 0;
      const from = openLine ?? before + 1;
      const answer = await load(from, PAGE_LINES);
      const isNew = answer.lines.some(({ n, m, open }) => m !== lineOf(n)?.m || open !== lineOf(n)?.open);
      // Nothing new, so nothing is drawn again.
      if (current.total === null || isNew || answer.total_lines > before || answer.complete || current.error)
        take(from, answer);
    } catch (error) {
      change({ error });
    } finally {
      polling = false;
    }
    if (pollAgain && !current.complete) await pollOnce();
  }

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    state: () => current,
    lineAt: (index) => lineOf(index + 1),
    want(wanted) {
      const last = lastPage(current.total ?? 0);
      for (const page of wanted.filter((each) => each <= last)) {
        const held = pages.get(page);
        if (held) {
          pages.delete(page);
          pages.set(page, held);
        }
        if (!filling.has(page) && !resting.has(page) && missingFrom(page) !== null) void fill(page);
      }
      forget(wanted);
    },
    poll() {
      if (current.complete) return;
      if (polling) pollAgain = true;
      else void pollOnce();
    },
  };
}

function pageOf(line: number): number {
  return Math.floor((line - 1) / PAGE_LINES);
}
