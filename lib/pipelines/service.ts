import * as z from "zod";
import { poolSql } from "@/lib/platform/db";
import { decodeCursor, toPage } from "@/lib/platform/pagination";
import { read, write } from "@/lib/verbs";
import * as repository from "./repository";
import { DagId, PauseInput, type PipelineDetail, PipelineQuery } from "./schema";
import { summaryOf, versionDetail, versionSummary } from "./views";

const ById = z.strictObject({ dag_id: DagId });

export const listPipelines = read(
  "pipelines:read",
  PipelineQuery,
  async (ctx, { limit, cursor, ...filter }) => {
    const sql = poolSql(ctx.db.pool);
    const after = cursor ? String(decodeCursor(cursor)[0]) : null;
    const rows = await repository.listDags(ctx.db, filter, after, limit + 1);
    const runs = await repository.lastRuns(
      sql,
      rows.map((row) => row.id),
    );
    return {
      ...toPage(
        rows,
        limit,
        (row) => [row.id],
        (row) => summaryOf(row, runs.get(row.id) ?? []),
      ),
      tags: await repository.tagsInUse(sql),
    };
  },
);

export const getPipeline = read("pipelines:read", ById, async (ctx, { dag_id }): Promise<PipelineDetail> => {
  const row = await repository.getDag(ctx.db.prisma, dag_id);
  const runs = await repository.lastRuns(poolSql(ctx.db.pool), [row.id]);
  return { ...summaryOf(row, runs.get(row.id) ?? []), head: row.head && versionDetail(row.head) };
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
  async ({ tx, input, audit, unchanged, event }) => {
    const before = await repository.getDag(tx, input.dag_id);
    if (before.isPaused === input.is_paused) return unchanged(summaryOf(before, []));
    const after = await repository.setPaused(tx, before.id, input.is_paused);
    event({ topic: "pipeline", id: before.id, dag_id: before.id });
    const entry = {
      target: { type: "dag", id: before.id },
      before: { is_paused: before.isPaused },
      after: { is_paused: after.isPaused },
    };
    return audit(input.is_paused ? "dag.pause" : "dag.unpause", entry, summaryOf(after, []));
  },
);
