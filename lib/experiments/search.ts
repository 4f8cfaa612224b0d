import type * as z from "zod";
import type { Ctx } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { InvalidError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { tookTooLong } from "@/lib/platform/store-fault";
import { read } from "@/lib/verbs";
import { parseOrder } from "./filter/order";
import { parseFilter } from "./filter/parse";
import { RUN_FIELDS, RUN_VIEW_FIELDS } from "./filter/vocabulary";
import { badPageToken, decodePageToken, encodePageToken, type TokenField } from "./page-token";
import { RUN_JSON } from "./repository/run-json";
import { type RunScope, type RunShape, searchRunRows } from "./repository/search-runs";
import { SearchRunsInput } from "./schema";
import { isExperimentId } from "./values";

/**
 * Runs as MLflow's clients read them, as JSON text, see repository/run-json.ts. Pages go on where the last one ended. A page
 * of heavy runs ends before `max_results`.
 */
export const searchRuns = read("experiments:read", SearchRunsInput, (ctx, input) =>
  findRuns(ctx, input, () => RUN_JSON),
);

/** A part of the runs that a search would find: `said` is what a caller wrote. */
export type Within = { said: unknown; sql: RunScope["within"] };

/** A page of runs, each in the form that `shape` gives it: what stands between the brackets of their list. */
export async function findRuns(
  ctx: Ctx,
  input: z.output<typeof SearchRunsInput>,
  shape: RunShape,
  { tokenField, within }: { tokenField?: TokenField; within?: Within | undefined } = {},
) {
  const words = input.dialect === "extended" ? RUN_VIEW_FIELDS : RUN_FIELDS;
  const filter = parseFilter(input.filter, words, input.dialect);
  const orders = parseOrder(input.order_by, words);
  const experimentIds = [...new Set(input.experiment_ids.filter(isExperimentId))].sort();
  if (experimentIds.length === 0) return { runs: "", nextPageToken: null };
  const query = [experimentIds, input.view_type, input.filter, input.order_by, within?.said];
  const search = {
    experimentIds,
    view: input.view_type,
    filter,
    within: within?.sql,
    orders,
    after: input.page_token === undefined ? null : decodePageToken(query, input.page_token, tokenField),
    limit: input.max_results,
  };
  const page = await searchRunRows(poolSql(ctx.db.pool), search, shape).catch((error: unknown) => {
    throw tookTooLong(error) ? tooLong() : error;
  });
  if (!page) throw badPageToken("is not one of this search", tokenField);
  const last = page.found > page.count ? page.keys : null;
  return { runs: page.json, nextPageToken: last && encodePageToken(query, last) };
}

/** The search exceeded its time limit. A retry would exceed it again, so clients must not repeat it unchanged. */
export function tooLong(): InvalidError {
  return InvalidError.field(
    "/filter",
    "The search took too long. Ask for fewer runs at once, or narrow the filter.",
    because("search_too_long"),
  );
}
