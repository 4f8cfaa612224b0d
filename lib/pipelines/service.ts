import * as z from "zod";
import { poolSql } from "@/lib/platform/db";
import { decodeCursor, toPage } from "@/lib/platform/pagination";
import { read, write } from "@/lib/verbs";
import { activityOf, countDags, NO_ACTIVITY } from "./activity-repository";
import * as repository from "./repository";
import { DagId, PauseInput, type PipelineDetail, PipelineQuery } from "./schema";
import { rowOf, summaryOf, versionDetail, versionSummary } from "./views";

const ById = z.strictObject({ dag_id: DagId });

export const listPipelines = read(
  "pipelines:read",
  PipelineQuery,
  async (ctx, { limit, cursor, ...filter }) => {
    const sql = poolSql(ctx.db.pool);
    const after = cursor ? String(decodeCursor(cursor)[0]) : null;
    const rows = await repository.listDags(ctx.db, filter, after, limit + 1);
    const ids = rows.map((row) => row.id);
    const [activity, tags, counts] = await Promise.all([
      activityOf(sql, ids),
      repository.tagsInUse(sql),
      countDags(sql),
    ]);
    return {
      ...toPage(
        rows,
        limit,
        (row) => [row.id],
        (row) => rowOf(row, activity.get(row.id) ?? NO_ACTIVITY, ctx.clock.now()),
      ),
      tags,
      counts,
    };
  },
);

export const getPipeline = read("pipelines:read", ById, async (ctx, { dag_id }): Promise<PipelineDetail> => {
  const row = await repository.getDag(ctx.db.prisma, dag_id);
  const activity = await activityOf(poolSql(ctx.db.pool), [row.id]);
  return {
    ...rowOf(row, activity.get(row.id) ?? NO_ACTIVITY, ctx.clock.now()),
    head: row.head && versionDetail(row.head),
  };
});

/** Newest first. */
export const listVersions = read("pipelines:read", ById, async (ctx, { dag_id }) => {
  const { id } = await repository.getDag(ctx.db.prisma, dag_id);
  const rows = await repository.listVersionRows(ctx.db.prisma, id);
  return { data: rows.map((row) => ({ ...versionSummary(row), run_count: row._count.runs })) };
});

export const getVersion = read(
  "pipelines:read",
  ById.extend({ number: z.coerce.number().int().min(1) }),
  async (ctx, { dag_id, number }) => {
    const { id } = await repository.getDag(ctx.db.prisma, dag_id);
    return versionDetail(await repository.getVersionRow(ctx.db.prisma, id, number));
  },
);

/** A paused pipeline gets no new scheduled runs and no new tasks; running tasks finish. */
export const setPipelinePaused = write(
  "pipelines:write",
  PauseInput,
  async ({ tx, ctx, input, audit, unchanged, event }) => {
    const before = await repository.getDag(tx, input.dag_id);
    if (before.isPaused === input.is_paused) return unchanged(summaryOf(before, ctx.clock.now()));
    const after = await repository.setPaused(tx, before.id, input.is_paused);
    event({ topic: "pipeline", id: before.id, dag_id: before.id });
    const entry = {
      target: { type: "dag", id: before.id },
      before: { is_paused: before.isPaused },
      after: { is_paused: after.isPaused },
    };
    return audit(input.is_paused ? "dag.pause" : "dag.unpause", entry, summaryOf(after, ctx.clock.now()));
  },
);
