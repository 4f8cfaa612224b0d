import { InvalidError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { hotWrite } from "@/lib/verbs";
import { changed, lockActive } from "./experiments";
import { moveRunRows, withChildren } from "./repository/run-move";
import type { RunPlace } from "./repository/runs";
import { lockRuns } from "./run-change";
import { assertActive } from "./runs";
import { isRunId } from "./values";
import { type MovedRuns, TrainingRunsMoveBody } from "./view-schema";

/** With the runs within them. */
const MOST_MOVED = 5_000;

/**
 * Runs with everything that they hold go to another experiment: all of them or none. Their files stay where they lie, because
 * a key in the bucket names the run alone; addresses that clients remember with the experiment before go on working. Returns
 * what was moved by where it came from, so that it can be turned back.
 */
export const moveTrainingRuns = hotWrite(
  "experiments:write",
  TrainingRunsMoveBody,
  async ({ sql, input, audit, unchanged, event }) => {
    const to = await lockActive(sql, input.experiment_id);
    const named = [...new Set(input.run_ids)];
    const family = input.with_children
      ? await withChildren(sql, named.filter(isRunId), MOST_MOVED + 1)
      : named;
    if (family.length > MOST_MOVED) throw tooMany();
    const runs = await lockRuns(sql, [...new Set([...named, ...family])], "UPDATE");
    runs.forEach(assertActive);
    const moving = runs.filter(({ experimentId }) => experimentId !== to.id);
    const moved = byOrigin(moving);
    if (moving.length === 0) return unchanged({ moved });
    const ids = moving.map(({ runId }) => runId);
    await moveRunRows(sql, ids, to.id);
    for (const id of [to.id, ...moved.map((one) => one.experiment_id)]) event(changed(id));
    const detail = { to: to.id, from: moved };
    return audit(
      "experiment_run.move",
      { target: { type: "experiment_run", id: ids[0] ?? "" }, detail },
      { moved },
    );
  },
);

function byOrigin(runs: readonly RunPlace[]): MovedRuns["moved"] {
  const origins = [...new Set(runs.map(({ experimentId }) => experimentId))];
  return origins.map((experiment_id) => ({
    experiment_id,
    run_ids: runs.filter(({ experimentId }) => experimentId === experiment_id).map(({ runId }) => runId),
  }));
}

function tooMany(): InvalidError {
  return InvalidError.field(
    "/run_ids",
    `With the runs within them these are more than ${MOST_MOVED}; move fewer at once, or without the runs within them.`,
    because("too_many_moved", { maximum: MOST_MOVED }),
  );
}
