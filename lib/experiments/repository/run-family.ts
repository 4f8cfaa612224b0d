import { PARENT_TAG } from "../values";

const PARENT_ID = "(CASE WHEN k.value ~ '^[0-9a-f]{32}$' THEN k.value::uuid END)";

/** Of `experiment_run r`: it is within no other run that stands in the same list. */
export const IS_ROOT = `NOT EXISTS (SELECT 1 FROM run_tag k JOIN experiment_run p ON p.run_id = ${PARENT_ID}
    AND p.experiment_id = r.experiment_id AND p.lifecycle_stage = r.lifecycle_stage
  WHERE k.run_id = r.run_id AND k.key = '${PARENT_TAG}')`;

/** How many runs of the same list are within it. */
export const CHILD_COUNT = `(SELECT count(*)::int FROM run_tag k JOIN experiment_run c ON c.run_id = k.run_id
    AND c.lifecycle_stage = r.lifecycle_stage
  WHERE k.experiment_id = r.experiment_id AND k.key = '${PARENT_TAG}'
    AND left(k.value, 120) = replace(r.run_id::text, '-', ''))`;

/** Runs within this one. `parent` is bound as text. */
export const isWithin = (parent: string) => `EXISTS (SELECT 1 FROM run_tag k WHERE k.run_id = r.run_id
  AND k.experiment_id = r.experiment_id AND k.key = '${PARENT_TAG}' AND left(k.value, 120) = ${parent})`;
