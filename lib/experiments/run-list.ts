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
  runRowsIn,
  type WantedKeys,
} from "./repository/run-view";
import { csvHead, csvRow } from "./run-csv";
import { withinOf } from "./run-within";
import { RunRef } from "./schema";
import { findRuns } from "./search";
import { isRunId, NOTE_TAG } from "./values";
import {
  namesIn,
  RunExportQuery,
  type TrainingRunDetail,
  TrainingRunQuery,
  type TrainingRunRow,
} from "./view-schema";
import { instantOf, keyOf, viewOf } from "./view-terms";

/** A page of the runs table: the search of the protocol, with the values of the wanted keys only. */
export const listTrainingRuns = read("experiments:read", TrainingRunQuery, (ctx, input) =>
  runPage(ctx, input),
);

/** More runs at once than a page has, so that few statements go through all of them. */
const EXPORT_PAGE = 1_000;

/** Every run that a list would have, page by page: the reader decides how fast. The first page is read before anything is sent. */
export const exportTrainingRuns = read("experiments:read", RunExportQuery, async (ctx, input) => {
  const keys = namesIn(input.keys);
  const pageFrom = (cursor: string | undefined) => runPage(ctx, { ...input, cursor, limit: EXPORT_PAGE });
  const encoder = new TextEncoder();
  let page = await pageFrom(undefined);
  const lines = () => page.data.map((run) => csvRow(run, keys)).join("");
  return new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(csvHead(keys) + lines())),
    async pull(controller) {
      if (page.next_cursor === null) return controller.close();
      page = await pageFrom(page.next_cursor);
      controller.enqueue(encoder.encode(lines()));
    },
  });
});

async function runPage(ctx: Ctx, input: z.output<typeof TrainingRunQuery>) {
  const { runs, nextPageToken } = await findRuns(
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
    { tokenField: "/cursor", within: withinOf(input) },
  );
  return { data: runRowsIn(runs).map(rowOf), next_cursor: nextPageToken, has_more: nextPageToken !== null };
}

function wantedOf(names: readonly string[]): WantedKeys {
  const wanted: WantedKeys = { metric: [], min: [], max: [], first: [], param: [], tag: [] };
  for (const name of names) {
    const key = keyOf(name);
    if (!key) {
      const words = `${JSON.stringify(name)} is no key: write metrics.<key>, min.<key>, max.<key>, first.<key>, params.<key> or tags.<key>.`;
      throw InvalidError.field(
        "/keys",
        words,
        because("invalid_value", { allowed: "metrics., min., max., first., params., tags." }),
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
      metric_count: row.metricCount,
      metrics: row.metrics.map(({ timestamp, ...metric }) => ({ ...metric, at: instantOf(timestamp) })),
      tags: row.tags,
      datasets: row.datasets,
    };
  },
);

function rowOf(row: RunRow): TrainingRunRow {
  return {
    ...factsOf(row),
    children: row.children,
    metrics: row.metrics ?? {},
    min: row.min ?? {},
    max: row.max ?? {},
    first: row.first ?? {},
    params: row.params ?? {},
    tags: row.tags ?? {},
  };
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
