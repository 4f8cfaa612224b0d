import * as z from "zod";
import { getBulkHistory, getHistory, getSampledHistory } from "@/lib/experiments";
import { InvalidError } from "@/lib/platform/errors";
import { message } from "./message";
import { int32, int64, optionalText, RunId, repeated, runIdOf } from "./wire";

const reading = { method: "GET", scope: "experiments:read" } as const;

export const metricMessages = [
  message(
    {
      ...reading,
      path: "/mlflow/metrics/get-history",
      summary: "Every point of a metric of a run, by time, step and value.",
      input: z.object({
        ...RunId,
        metric_key: z.string(),
        max_results: int32.optional(),
        page_token: optionalText,
      }),
    },
    async (ctx, input) => {
      const { metric_key, max_results, page_token } = input;
      const { points, nextPageToken } = await getHistory(ctx, {
        ...runIdOf(input),
        metric_key,
        max_results,
        page_token,
      });
      const token = nextPageToken && `"next_page_token":${JSON.stringify(nextPageToken)}`;
      return { json: `{${[points && `"metrics":[${points}]`, token].filter(Boolean).join(",")}}` };
    },
  ),
  message(
    {
      ...reading,
      path: "/mlflow/metrics/get-history-bulk-interval",
      summary: "Points of a metric of several runs, at most so many of each, evenly spaced.",
      input: z.object({
        run_ids: repeated,
        metric_key: z.string(),
        start_step: int64.optional(),
        end_step: int64.optional(),
        max_results: int32.default(2_500),
      }),
    },
    async (ctx, { run_ids, metric_key, start_step, end_step, max_results }) => {
      if ((start_step === undefined) !== (end_step === undefined))
        throw new InvalidError("start_step and end_step come together, or neither of them.");
      const steps =
        start_step !== undefined && end_step !== undefined ? { start: start_step, end: end_step } : undefined;
      const points = await getSampledHistory(ctx, {
        run_ids,
        metric_key,
        max_results,
        ...(steps && { steps }),
      });
      return { json: points ? `{"metrics":[${points}]}` : "{}" };
    },
  ),
  message(
    {
      ...reading,
      path: "/mlflow/metrics/get-history-bulk",
      summary: "The first points of a metric of several runs, run by run.",
      input: z.object({ run_id: repeated, metric_key: z.string(), max_results: int32.default(25_000) }),
    },
    async (ctx, { run_id, metric_key, max_results }) => {
      const points = await getBulkHistory(ctx, { run_ids: run_id, metric_key, max_results });
      return { json: points ? `{"metrics":[${points}]}` : "{}" };
    },
  ),
];
