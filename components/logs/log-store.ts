import type { LogLine, LogPage } from "@/lib/logs/schema";
import { firstLineOf, lastPage, PAGE_LINES } from "./window";

export type LoadLog = (fromLine: number, limit: number) => Promise<LogPage>;
export type LogState = {
  /** Null until the first answer. */
  total: number | null;
  /** The attempt has ended and every line is known. */
  complete: boolean;
  error: unknown;
  /** Grows with each change, so that readers of `lineAt` look again. */
  version: number;
};
export type LogStore = {
  subscribe(listener: () => void): () => void;
  state(): LogState;
  /** Undefined while it is on its way. `index` counts from 0. */
  lineAt(index: number): LogLine | undefined;
  /** These pages are in sight: fetch what is missing of them. */
  want(pages: readonly number[]): void;
  /** There may be more: ask for what comes after the last known line. Calls that come too early become one. */
  poll(): void;
};

/** Pages kept beyond those in sight: scrolling back a little costs nothing, scrolling for an hour not all the memory. */
const KEEP_PAGES = 60;
/** After a failure a page is asked for again by then. */
const REST_MS = 2_000;

/** The lines of one log that a browser holds. Lines with an end never change, so what was read once is never asked for again. */
export function createLogStore(load: LoadLog): LogStore {
  const listeners = new Set<() => void>();
  /** By page number, in the order of last use. `next`: the first line of the page that was never asked for. */
  const pages = new Map<number, { lines: (LogLine | undefined)[]; next: number }>();
  const filling = new Set<number>();
  /** Pages that could not be had: whoever looks at them asks again with every change, which must not be a storm. */
  const resting = new Set<number>();
  let current: LogState = { total: null, complete: false, error: null, version: 0 };
  /** The last line, while it has no end: each poll asks for it again. */
  let openLine: number | null = null;
  let polling = false;
  let pollAgain = false;

  function change(next: Partial<LogState>): void {
    current = { ...current, ...next, version: current.version + 1 };
    for (const listener of listeners) listener();
  }
  /** Lines whose chunk is gone never come; they count as asked for, so that nobody asks for ever. */
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
      // Nothing new and still running: no reason to draw again.
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
