import type { Sql } from "@/lib/platform/db";
import { hotWrite } from "@/lib/verbs";
import { changed } from "../experiments";
import { findExperimentByName } from "../repository/experiments";
import {
  addExperimentTags,
  holdNumbers,
  insertIncoming,
  knownExperiments,
  rememberExperiment,
} from "../repository/import";
import { ExperimentTag } from "../schema";
import { lastOfEach } from "../values";
import { ImportExperimentsInput, SourceExperiment } from "./schema";
import { namedBy, type Refusal, sift } from "./sift";

/** Where the runs of one go: under its own number, another, into one of its name, or where an earlier import put them. */
export type Placed = {
  source_id: string;
  experiment_id: string;
  how: "kept" | "renumbered" | "same_name" | "known";
};

/** An experiment that came before is found again, also under another name. One of the same name takes the runs in. */
export const importExperiments = hotWrite(
  "imports:write",
  ImportExperimentsInput,
  async ({ sql, ctx, input, audit, unchanged, event }) => {
    const { source } = input;
    const { kept, refused } = sift(SourceExperiment, input.experiments, "experiment", namedBy("name"));
    await holdNumbers(sql);
    const ids = kept.map(({ experiment_id }) => experiment_id);
    const known = new Map(
      (await knownExperiments(sql, source, ids)).map((row) => [row.sourceId, row.experimentId]),
    );
    const placed: Placed[] = [];
    for (const one of kept) {
      const place = await placeOf(sql, one, known.get(one.experiment_id), ctx.actor.id);
      const { experiment_id, how } = place;
      placed.push(place);
      refused.push(...(await bringTags(sql, experiment_id, one)));
      if (how !== "known")
        await rememberExperiment(sql, { source, sourceId: one.experiment_id, experimentId: experiment_id });
      if (how === "kept" || how === "renumbered") event(changed(experiment_id));
    }
    const result = { experiments: placed, refused };
    const fresh = placed.filter(({ how }) => how !== "known");
    const [first] = fresh;
    if (!first) return unchanged(result);
    const target = { type: "experiment", id: first.experiment_id };
    return audit("experiment.import", { target, detail: { source, experiments: fresh } }, result);
  },
);

async function placeOf(
  sql: Sql,
  one: SourceExperiment,
  known: string | undefined,
  createdBy: string,
): Promise<Placed> {
  const source_id = one.experiment_id;
  if (known !== undefined) return { source_id, experiment_id: known, how: "known" };
  const namesake = await findExperimentByName(sql, one.name);
  if (namesake)
    return { source_id, experiment_id: namesake.id, how: namesake.id === source_id ? "kept" : "same_name" };
  const experiment_id = await insertIncoming(sql, {
    wantedId: source_id,
    name: one.name,
    isDeleted: one.lifecycle_stage === "deleted",
    createdBy,
    createdMs: one.creation_time ?? null,
    updatedMs: one.last_update_time ?? null,
  });
  return { source_id, experiment_id, how: experiment_id === source_id ? "kept" : "renumbered" };
}

async function bringTags(sql: Sql, id: string, { name, tags }: SourceExperiment): Promise<Refusal[]> {
  const { kept, refused } = sift(ExperimentTag, tags, "experiment tag", namedBy("key", `${name}: `));
  if (kept.length > 0) await addExperimentTags(sql, id, lastOfEach(kept));
  return refused;
}
