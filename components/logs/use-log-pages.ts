import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { firstLineOf, isFull, PAGE_LINES } from "./window";

/** A piece of a log: `lines[0]` is line `from_line`; `total_lines` is how many there are by now. */
export type LogPiece = { lines: readonly string[]; total_lines: number };
export type LoadLog = (fromLine: number, limit: number, signal: AbortSignal) => Promise<LogPiece>;

/** How long the log is; read again whenever the server says that the attempt wrote. */
export function useLogLength(attemptId: string, load: LoadLog) {
  return useQuery({
    queryKey: ["logs", attemptId, "length"],
    queryFn: async ({ signal }) => (await load(1, 1, signal)).total_lines,
  });
}

/** Pages in sight. Full pages are kept for good; the growing one is known by the length it was read at. */
export function useLogPages(attemptId: string, pages: readonly number[], total: number, load: LoadLog) {
  const results = useQueries({
    queries: pages.map((page) => ({
      queryKey: ["log-pages", attemptId, page, isFull(page, total) ? "full" : total],
      queryFn: ({ signal }: { signal: AbortSignal }) => load(firstLineOf(page), PAGE_LINES, signal),
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 60_000,
      placeholderData: keepPreviousData,
    })),
  });
  const error = results.find((result) => result.isError)?.error ?? null;
  const data = results.map((result) => result.data);
  const byPage = useMemo(() => new Map(pages.map((page, index) => [page, data[index]])), [pages, data]);
  const lineAt = useCallback(
    (index: number) => byPage.get(Math.floor(index / PAGE_LINES))?.lines[index % PAGE_LINES],
    [byPage],
  );
  return { lineAt, error };
}
