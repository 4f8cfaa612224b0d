import * as z from "zod";
import { read, write } from "@/lib/audit";
import { sha256Hex } from "@/lib/platform/crypto";
import { poolSql } from "@/lib/platform/db";
import { InvalidError, StaleError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { checkSpec } from "./check";
import { layoutTasks } from "./layout";
import * as repository from "./repository";
import {
  DagId,
  DagSpec,
  Layout,
  PauseInput,
  type PipelineDetail,
  PipelineQuery,
  type PipelineSummary,
  SaveInput,
  type VersionDetail,
  type VersionSummary,
} from "./schema";

const ById = z.strictObject({ dag_id: DagId });

export const listPipelines = read("pipelines:read", PipelineQuery, async (ctx, filter) => {
  const rows = await repository.listDags(ctx.db.prisma, filter);
  const runs = await repository.lastRuns(
    poolSql(ctx.db.pool),
    rows.map((row) => row.id),
  );
  return { data: rows.map((row) => summaryOf(row, runs)) };
});

export const getPipeline = read("pipelines:read", ById, async (ctx, { dag_id }): Promise<PipelineDetail> => {
  const row = await repository.getDag(ctx.db.prisma, dag_id);
  const runs = await repository.lastRuns(poolSql(ctx.db.pool), [dag_id]);
  return { ...summaryOf(row, runs), head: row.head && versionDetail(row.head) };
});

/** Newest first. */
export const listVersions = read("pipelines:read", ById, async (ctx, { dag_id }) => {
  await repository.getDag(ctx.db.prisma, dag_id);
  return { data: (await repository.listVersionRows(ctx.db.prisma, dag_id)).map(versionSummary) };
});

export const getVersion = read(
  "pipelines:read",
  ById.extend({ number: z.coerce.number().int().min(1) }),
  async (ctx, { dag_id, number }) =>
    versionDetail(await repository.getVersionRow(ctx.db.prisma, dag_id, number)),
);

/**
 * A new immutable version on top of `parent_id`, which must still be the head: otherwise StaleError with the head as
 * it is now. The same spec again changes nothing.
 */
export const savePipeline = write(
  "pipelines:write",
  SaveInput,
  async ({ tx, ctx, input, audit, unchanged, event }) => {
    const spec = checkSpec(input.spec, await repository.poolNames(tx));
    if (spec.dag_id !== input.dag_id)
      throw InvalidError.field(
        "/spec/dag_id",
        `dag_id ${JSON.stringify(spec.dag_id)} is not the pipeline's own, ${JSON.stringify(input.dag_id)}`,
      );
    await repository.lockDag(tx, input.dag_id);
    const before = await repository.findDag(tx, input.dag_id);
    if ((before?.headVersionId ?? null) !== input.parent_id) {
      throw new StaleError(
        before ? "The pipeline has changed since you read it." : "There is no such pipeline any more.",
        before?.head ? versionDetail(before.head) : null,
      );
    }
    const specSha256 = sha256Hex(JSON.stringify(spec));
    const dag = before ?? (await repository.insertDag(tx, input.dag_id, "api"));
    if (before?.head?.specSha256 === specSha256) return unchanged(versionDetail(before.head));
    const version = await repository.insertVersion(tx, {
      id: newId("ver"),
      dagId: dag.id,
      number: (before?.head?.number ?? 0) + 1,
      parentId: input.parent_id,
      spec,
      specSha256,
      codeSha256: before?.head?.codeSha256 ?? null,
      layout: layoutTasks(spec.tasks),
      origin: "api",
      author: ctx.actor.name,
      message: input.message,
      createdAt: ctx.clock.now(),
    });
    await repository.moveHead(tx, { schedule: repository.scheduleOf(dag) }, version, spec);
    event({ topic: "pipeline", id: dag.id, dag_id: dag.id });
    const entry = {
      target: { type: "dag", id: dag.id },
      before: before?.head && { version: before.head.number },
      after: { version: version.number, spec_sha256: specSha256 },
    };
    return audit("dag.save", entry, versionDetail(version));
  },
);

/** Paused: no new scheduled runs and no new tasks; what is running finishes. */
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

function summaryOf(row: repository.DagRow, runs: readonly repository.LastRun[]): PipelineSummary {
  return {
    dag_id: row.id,
    description: row.description,
    owner: row.owner,
    tags: row.tags,
    is_paused: row.isPaused,
    origin: row.origin,
    schedule: row.scheduleCron ? { cron: row.scheduleCron, time_zone: row.scheduleTimeZone ?? "UTC" } : null,
    next_run_at: row.nextRunAt?.toISOString() ?? null,
    stale_at: row.staleAt?.toISOString() ?? null,
    version: row.head?.number ?? null,
    updated_at: row.updatedAt.toISOString(),
    last_runs: runs
      .filter((run) => run.dag_id === row.id)
      .map(({ id, run_key, state }) => ({ id, run_key, state })),
  };
}

function versionSummary(row: repository.VersionRow): VersionSummary {
  return {
    id: row.id,
    number: row.number,
    origin: row.origin,
    author: row.author,
    message: row.message,
    spec_sha256: row.specSha256,
    code_sha256: row.codeSha256,
    created_at: row.createdAt.toISOString(),
  };
}

function versionDetail(row: repository.VersionRow): VersionDetail {
  return { ...versionSummary(row), spec: DagSpec.parse(row.spec), layout: Layout.parse(row.layout) };
}
