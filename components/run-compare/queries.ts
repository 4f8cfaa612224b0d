import { queryOptions } from "@tanstack/react-query";
import { textOf } from "@/components/logs/ansi";
import { loadLog } from "@/components/logs/queries";
import { api, replyOf } from "@/lib/client/api";
import type { AttemptView, RunDetail, RunPage } from "@/lib/runs/schema";

const CHOICES = 50;
/** The end of a log is compared: so many lines, so much of each. */
export const LOG_LINES = 2_000;
const LINE_CHARS = 2_000;

export const compareQueries = {
  run: (id: string | null) =>
    queryOptions({
      queryKey: ["runs", id ?? "none"],
      queryFn: ({ signal }) =>
        api.get(`/runs/${encodeURIComponent(id ?? "")}`, replyOf<typeof RunDetail>(), { signal }),
      enabled: id !== null,
    }),
  /** Runs of the pipeline to choose from. */
  choices: (dagId: string | undefined) =>
    queryOptions({
      queryKey: ["runs", "list", "to-compare", dagId],
      queryFn: ({ signal }) =>
        api.get("/runs", replyOf<typeof RunPage>(), {
          query: { dag_id: dagId, sort: "-started", limit: CHOICES },
          signal,
        }),
      enabled: dagId !== undefined,
    }),
  /** The last run that succeeded before this one; else the one before it. */
  before: (run: Pick<RunDetail, "id" | "dag_id" | "first_started_at" | "queued_at"> | undefined) =>
    queryOptions({
      queryKey: ["runs", "list", "before", run?.id],
      queryFn: async ({ signal }) => {
        const query = {
          dag_id: run?.dag_id,
          started_before: run?.first_started_at ?? run?.queued_at,
          sort: "-started",
          limit: 2,
        };
        const one = async (state?: string) =>
          (
            await api.get("/runs", replyOf<typeof RunPage>(), { query: { ...query, state }, signal })
          ).data.find(({ id }) => id !== run?.id)?.id ?? null;
        return (await one("success")) ?? (await one());
      },
      enabled: run !== undefined,
    }),
  /** The last lines of a log, without colours. A log that has ended never changes. */
  logEnd: (attempt: Pick<AttemptView, "id" | "log_lines" | "finished_at"> | null) =>
    queryOptions({
      queryKey: ["log-end", attempt?.id ?? "none", attempt?.log_lines ?? 0],
      queryFn: async () => {
        if (attempt === null || attempt.log_lines === 0) return { lines: [], skipped: 0 };
        const from = Math.max(1, attempt.log_lines - LOG_LINES + 1);
        const page = await loadLog(attempt.id)(from, LOG_LINES);
        return { lines: page.lines.map(({ m }) => textOf(m).slice(0, LINE_CHARS)), skipped: from - 1 };
      },
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 60_000,
    }),
};
