import type * as z from "zod";
import type { Ctx } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { InvalidError, NotFoundError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { read } from "@/lib/verbs";
import {
  findRunDetail,
  type RunFacts,
  type RunRow,
  runRowShape,
  type WantedKeys,
} from "./repository/run-view";
import { RunRef } from "./schema";
import { findRuns } from "./search";
import { isRunId, NOTE_TAG } from "./values";
import { namesIn, type TrainingRunDetail, TrainingRunQuery, type TrainingRunRow } from "./view-schema";
import { instantOf, keyOf, viewOf } from "./view-terms";

/** A page of the runs table: the search of the protocol, with the values of the wanted keys only. */
export const listTrainingRuns = read("experiments:read", TrainingRunQuery, (ctx, input) =>
  runPage(ctx, input),
);

async function runPage(ctx: Ctx, input: z.output<typeof TrainingRunQuery>) {
  const { runs, nextPageToken } = await findRuns<RunRow>(
    ctx,
    {
      experiment_ids: namesIn(input.experiment_id),
      filter: input.filter,
      order_by: namesIn(input.order_by),
      page_token: input.cursor,
      view_type: viewOf(input.lifecycle),
      max_results: input.limit,
      dialect: "extended",
    },
    runRowShape(wantedOf(namesIn(input.keys))),
    "/cursor",
  );
  return { data: runs.map(rowOf), next_cursor: nextPageToken, has_more: nextPageToken !== null };
}

function wantedOf(names: readonly string[]): WantedKeys {
  const wanted: WantedKeys = { metric: [], param: [], tag: [] };
  for (const name of names) {
    const key = keyOf(name);
    if (!key) {
      const words = `${JSON.stringify(name)} is no key: write metrics.<key>, params.<key> or tags.<key>.`;
      throw InvalidError.field(
        "/keys",
        words,
        because("invalid_value", { allowed: "metrics., params., tags." }),
      );
    }
    wanted[key.kind].push(key.key);
  }
  return wanted;
}

/** Deleted ones too. */
export const readTrainingRun = read(
  "experiments:read",
  RunRef,
  async (ctx, { run_id }): Promise<TrainingRunDetail> => {
    const row = isRunId(run_id) ? await findRunDetail(poolSql(ctx.db.pool), run_id) : null;
    if (!row) throw new NotFoundError("run", run_id);
    return {
      ...factsOf(row),
      experiment_name: row.experimentName,
      description: row.tags[NOTE_TAG] ?? null,
      dag_run_id: row.dagRunId,
      attempt_id: row.attemptId,
      params: row.params,
      metrics: row.metrics.map(({ timestamp, ...metric }) => ({ ...metric, at: instantOf(timestamp) })),
      tags: row.tags,
      datasets: row.datasets,
    };
  },
);

function rowOf(row: RunRow): TrainingRunRow {
  return { ...factsOf(row), metrics: row.metrics ?? {}, params: row.params ?? {}, tags: row.tags ?? {} };
}

function factsOf(row: RunFacts) {
  return {
    id: row.id,
    experiment_id: row.experimentId,
    name: row.name,
    user: row.userId || row.createdBy,
    status: row.status,
    lifecycle: row.lifecycle,
    started_at: instantOf(row.startTime),
    ended_at: instantOf(row.endTime),
  };
}
