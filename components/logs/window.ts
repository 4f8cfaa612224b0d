/** Lines of one request: few enough for a fast reply, and enough that a flick of the wheel needs two. */
export const PAGE_LINES = 500;

/** Pages (0 is lines 1 to 500) of the lines from index `first` to `last`, and one more on either side. */
export function pagesFor(first: number, last: number, total: number): number[] {
  if (total <= 0 || last < first) return [];
  const end = Math.min(Math.floor(last / PAGE_LINES) + 1, lastPage(total));
  const start = Math.max(Math.floor(first / PAGE_LINES) - 1, 0);
  return Array.from({ length: Math.max(end - start + 1, 0) }, (_, index) => start + index);
}

export function lastPage(total: number): number {
  return Math.max(Math.ceil(total / PAGE_LINES) - 1, 0);
}

/** Number of the first line of a page; line numbers count from 1. */
export function firstLineOf(page: number): number {
  return page * PAGE_LINES + 1;
}

/** Follows the end until a person scrolls away from it; lines that arrived meanwhile are counted. */
export function isAtEnd(scrollTop: number, height: number, scrollHeight: number, slack = 24): boolean {
  return scrollHeight - scrollTop - height <= slack;
}
