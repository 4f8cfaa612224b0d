import { listJobs } from "@/lib/jobs";
import type { Ctx } from "@/lib/platform/context";
import type { Sql } from "@/lib/platform/db";
import { listWaiting } from "@/lib/runs";
import * as repository from "./repository";
import type { AttentionItem } from "./schema";
import { stuckAfterMs } from "./stuck";

type Seen = { ctx: Ctx; sql: Sql };

/** Pipelines that fail; more are in the list of pipelines. */
const MOST_FAILING = 50;
const MOST_OF_A_KIND = 20;

/**
 * What somebody should look at, the most urgent kind first. A further kind is a line here, a variant of AttentionItem, and a
 * row of components/home/attention-rows.
 */
const KINDS: readonly ((seen: Seen) => Promise<AttentionItem[]>)[] = [
  jobs,
  workers,
  failing,
  importErrors,
  schedules,
  stuck,
];

export async function attentionOf(seen: Seen): Promise<AttentionItem[]> {
  return (await Promise.all(KINDS.map((kind) => kind(seen)))).flat();
}

/** The scheduler's own work, for who may see it. */
async function jobs({ ctx }: Seen): Promise<AttentionItem[]> {
  if (!ctx.actor.permissions.has("queues:read")) return [];
  const { data } = await listJobs(ctx, {});
  return data.flatMap(({ name, state, last_ended_at, error }) =>
    state === "failing" || state === "stuck" || state === "silent"
      ? [{ kind: "job" as const, name, state, since: last_ended_at, said: error }]
      : [],
  );
}

async function workers({ sql }: Seen): Promise<AttentionItem[]> {
  const { live, waiting, lost } = await repository.workerHealth(sql, MOST_OF_A_KIND);
  return [
    ...(live === 0 && waiting > 0 ? [{ kind: "no_worker" as const, waiting }] : []),
    ...lost.map(({ id, host, stopped_at }) => ({
      kind: "worker_lost" as const,
      worker_id: id,
      host,
      since: stopped_at.toISOString(),
    })),
  ];
}

async function failing({ sql }: Seen): Promise<AttentionItem[]> {
  const rows = await repository.failingPipelines(sql, MOST_FAILING);
  return rows.map(({ id, finished_at, ...row }) => ({
    kind: "failing" as const,
    ...row,
    ...repository.datesOf(row),
    run_id: id,
    finished_at: finished_at?.toISOString() ?? null,
  }));
}

async function importErrors({ sql }: Seen): Promise<AttentionItem[]> {
  const rows = await repository.importErrors(sql, MOST_OF_A_KIND);
  return rows.map(({ created_at, ...row }) => ({
    kind: "import_error" as const,
    ...row,
    since: created_at.toISOString(),
  }));
}

/** Due and not begun, or a schedule that cannot be followed. */
async function schedules({ sql }: Seen): Promise<AttentionItem[]> {
  const rows = await repository.badSchedules(sql, MOST_OF_A_KIND);
  return rows.map(({ dag_id, due_at }) =>
    due_at === null
      ? { kind: "schedule" as const, dag_id }
      : { kind: "late" as const, dag_id, since: due_at.toISOString() },
  );
}

async function stuck({ ctx }: Seen): Promise<AttentionItem[]> {
  const { data } = await listWaiting(ctx, {});
  const now = ctx.clock.now().getTime();
  return data
    .filter(({ waits_for, since }) => now - Date.parse(since) >= stuckAfterMs(waits_for.reason))
    .slice(0, MOST_OF_A_KIND)
    .map((line) => ({ kind: "stuck" as const, ...line }));
}
