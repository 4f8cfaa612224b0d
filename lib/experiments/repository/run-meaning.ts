import type { PointOf } from "../filter/vocabulary";
import type { Meaning } from "./conditions";

const HEX_ID = "replace(r.run_id::text, '-', '')";
export const ARTIFACT_URI = `'mlflow-artifacts:/' || r.experiment_id || '/' || ${HEX_ID} || '/artifacts'`;

/** Of `experiment_run r`. */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  run_id: "r.run_id",
  run_name: "r.name",
  status: "r.status",
  user_id: "r.user_id",
  artifact_uri: `(${ARTIFACT_URI})`,
  start_time: "r.start_time",
  end_time: "r.end_time",
};

export function runAttribute(name: string): string {
  const sql = ATTRIBUTES[name];
  if (!sql) throw new Error(`A run has no attribute ${name}`);
  return sql;
}

/** The experiment is named too, so that the index by experiment, key and value serves. */
const OF_RUN = "k.run_id = r.run_id AND k.experiment_id = r.experiment_id";
const POINTS = { min: "min_value", max: "max_value", first: "first_value" } as const;
/** The column of run_metric that holds it. */
export const pointColumn = (of: PointOf | undefined) => (of === undefined ? "value" : POINTS[of]);
const TABLES = { param: "run_param", tag: "run_tag" } as const;

export const RUN_MEANING: Meaning = {
  attribute: runAttribute,
  keyed({ field, operator }, matches, binds) {
    if (field.kind === "dataset") {
      const column = field.name === "context" ? "i.context" : `d.${field.name}`;
      return `EXISTS (SELECT 1 FROM run_input i JOIN experiment_dataset d USING (dataset_id)
        WHERE i.run_id = r.run_id AND ${matches(column, false)})`;
    }
    const key = binds.add(field.name, "text");
    if (field.kind === "metric") {
      // To the database NaN is greater than every number; here it is equal to none.
      const column = `k.${pointColumn(field.of)}`;
      const isNumber = operator === "!=" ? "" : ` AND ${column} <> 'NaN'::float8`;
      return `EXISTS (SELECT 1 FROM run_metric k WHERE ${OF_RUN} AND k.key = ${key} AND ${matches(column, false)}${isNumber})`;
    }
    if (field.kind === "attribute") throw new Error("An attribute has no key");
    const from = `SELECT 1 FROM ${TABLES[field.kind]} k WHERE ${OF_RUN} AND k.key = ${key}`;
    if (operator === "IS NULL") return `NOT EXISTS (${from})`;
    if (operator === "IS NOT NULL") return `EXISTS (${from})`;
    return `EXISTS (${from} AND ${matches("k.value", true)})`;
  },
};
