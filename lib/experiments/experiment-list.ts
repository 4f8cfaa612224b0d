import type { Ctx } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { NotFoundError } from "@/lib/platform/errors";
import { read } from "@/lib/verbs";
import type { Filter } from "./filter/parse";
import { badPageToken, decodePageToken, encodePageToken } from "./page-token";
import { experimentFacts } from "./repository/experiment-facts";
import { type Experiment, findExperiment, searchExperimentRows } from "./repository/experiments";
import { ExperimentRef } from "./schema";
import { isExperimentId, NOTE_TAG } from "./values";
import { ExperimentQuery, type ExperimentView } from "./view-schema";
import { instantOf, viewOf } from "./view-terms";

/** The newest first, each with its number of runs and its last start. */
export const listExperiments = read("experiments:read", ExperimentQuery, async (ctx, input) => {
  const query = ["list", input.lifecycle, input.search ?? ""];
  const rows = await searchExperimentRows(poolSql(ctx.db.pool), {
    view: viewOf(input.lifecycle),
    filter: nameHolds(input.search ?? ""),
    orders: [],
    after: input.cursor === undefined ? null : decodePageToken(query, input.cursor, "/cursor"),
    limit: input.limit + 1,
  });
  if (!rows) throw badPageToken("is not one of this list", "/cursor");
  const kept = rows.slice(0, input.limit);
  const last = kept.at(-1);
  const more = rows.length > input.limit && last !== undefined;
  return {
    data: await withFacts(ctx, kept),
    next_cursor: more ? encodePageToken(query, last.keys) : null,
    has_more: more,
  };
});

/** Deleted ones too. */
export const readExperiment = read("experiments:read", ExperimentRef, async (ctx, { experiment_id }) => {
  const found = isExperimentId(experiment_id)
    ? await findExperiment(poolSql(ctx.db.pool), experiment_id)
    : null;
  const [view] = await withFacts(ctx, found ? [found] : []);
  if (!view) throw new NotFoundError("experiment", experiment_id);
  return view;
});

async function withFacts(ctx: Ctx, experiments: readonly Experiment[]): Promise<ExperimentView[]> {
  const facts = await experimentFacts(
    poolSql(ctx.db.pool),
    experiments.map(({ id }) => id),
  );
  return experiments.map((experiment) => {
    const { createdBy = null, runCount = 0, lastStart = null } = facts.get(experiment.id) ?? {};
    const tags = Object.fromEntries(experiment.tags.map(({ key, value }) => [key, value]));
    return {
      id: experiment.id,
      name: experiment.name,
      description: tags[NOTE_TAG] ?? null,
      lifecycle: experiment.lifecycleStage,
      created_at: experiment.createdAt.toISOString(),
      updated_at: experiment.updatedAt.toISOString(),
      created_by: createdBy,
      run_count: runCount,
      last_run_at: instantOf(lastStart),
      tags,
    };
  });
}

/** As a filter of the language would say it; the signs of LIKE in it stand for themselves. */
function nameHolds(part: string): Filter | null {
  if (part === "") return null;
  return {
    kind: "condition",
    field: { kind: "attribute", name: "name", type: "text" },
    operator: "ILIKE",
    value: { kind: "text", text: `%${part.replaceAll(/[\\%_]/g, "\\$&")}%` },
  };
}
