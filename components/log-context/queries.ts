import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, replyOf } from "@/lib/client/api";
import type { LogContext, LogRecordView } from "@/lib/log-records/schema";

type Ref = Pick<LogRecordView, "time" | "id">;
type Part = Ref & { before: number; after: number };

const FIRST = 10;
const MORE = 50;

/** A record and its neighbours; further pages begin at the first or the last record that is there. */
export const contextQuery = ({ time, id }: Ref) =>
  infiniteQueryOptions({
    queryKey: ["log_records", "context", time, id],
    queryFn: ({ pageParam, signal }) =>
      api.get(
        `/log-records/${encodeURIComponent(pageParam.time)}/${pageParam.id}/context`,
        replyOf<typeof LogContext>(),
        { query: { before: pageParam.before, after: pageParam.after }, signal },
      ),
    initialPageParam: { time, id, before: FIRST, after: FIRST } as Part,
    getPreviousPageParam: ({ before, record, more_before }): Part | null =>
      more_before ? { ...refOf(before[0] ?? record), before: MORE, after: 0 } : null,
    getNextPageParam: ({ after, record, more_after }): Part | null =>
      more_after ? { ...refOf(after.at(-1) ?? record), before: 0, after: MORE } : null,
    staleTime: 10_000,
    gcTime: 60_000,
  });

function refOf({ time, id }: LogRecordView): Ref {
  return { time, id };
}

/** The records of all pages in their order, and at which place the first one that was asked for is. */
export function linesOf(pages: readonly LogContext[], id: string): { lines: LogRecordView[]; at: number } {
  const lines = pages.flatMap(({ before, record, after }) => [
    ...before,
    ...(record.id === id ? [record] : []),
    ...after,
  ]);
  return { lines, at: lines.findIndex((line) => line.id === id) };
}
