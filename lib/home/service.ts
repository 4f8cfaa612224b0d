import { poolSql } from "@/lib/platform/db";
import { read } from "@/lib/verbs";
import { attentionOf } from "./attention";
import { bucketMs, fillBuckets } from "./buckets";
import * as repository from "./repository";
import { datesOf, iso } from "./repository";
import { HomeQuery, type HomeReply } from "./schema";

const LINES = 12;
const UPCOMING = 8;

/** The home page: what needs attention, what ran, and what runs next. */
export const homeSummary = read("runs:read", HomeQuery, async (ctx, input): Promise<HomeReply> => {
  const sql = poolSql(ctx.db.pool);
  const start = new Date(input.start);
  const end = new Date(input.end);
  const step = bucketMs(start, end);
  const [rows, attention, recent, next, facts] = await Promise.all([
    repository.countRuns(sql, start, end, step),
    attentionOf({ ctx, sql }),
    repository.recentRuns(sql, LINES),
    repository.nextRuns(sql, UPCOMING),
    repository.facts(sql),
  ]);
  const counts: Record<string, number> = {};
  for (const row of rows) counts[row.state] = (counts[row.state] ?? 0) + row.count;
  return {
    start: start.toISOString(),
    end: end.toISOString(),
    counts,
    activity: { bucket_ms: step, buckets: fillBuckets(rows, start, end, step) },
    pipelines: {
      total: facts.total,
      paused: facts.paused,
      finished: facts.finished,
    },
    attention,
    workers: { live: facts.workers },
    recent: recent.map(({ id, ...row }) => ({
      ...row,
      run_id: id,
      ...datesOf(row),
      queued_at: row.queued_at.toISOString(),
      started_at: iso(row.started_at),
      first_started_at: iso(row.first_started_at),
      finished_at: iso(row.finished_at),
    })),
    next: next.map((row) => ({
      dag_id: row.dag_id,
      next_run_at: row.next_run_at.toISOString(),
      schedule: row.schedule_cron,
      time_zone: row.schedule_time_zone,
    })),
    checklist: {
      pipeline_loaded: facts.pipeline_loaded,
      run_succeeded: facts.run_succeeded,
      token_created: facts.token_created,
      teammate_invited: facts.teammate_invited,
    },
  };
});
