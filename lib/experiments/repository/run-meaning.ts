import type { PointOf } from "../filter/vocabulary";
import type { Meaning } from "./conditions";

export const RUN_HEX_ID = "replace(r.run_id::text, '-', '')";
const ARTIFACT_URI = `'mlflow-artifacts:/' || r.experiment_id || '/' || ${RUN_HEX_ID} || '/artifacts'`;

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

const POINTS = { min: "min_value", max: "max_value", first: "first_value" } as const;
/** The column of run_metric that holds it. */
export const pointColumn = (of: PointOf | undefined) => (of === undefined ? "value" : POINTS[of]);
const TABLES = { param: "run_param", tag: "run_tag" } as const;

/**
 * How a condition on what a run holds is asked. "joined": as the database thinks best. "walked": of each run by itself. "few":
 * the runs of one experiment that it gives are found first. "rows": the rows themselves, of one experiment; no condition.
 */
export type Form =
  | { kind: "joined" | "walked" }
  | { kind: "few" | "rows" /** Its id as a parameter of the statement. */; experiment: string };

/** Of `experiment_run r`. */
export function runMeaning(form: Form): Meaning {
  return {
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
        return askSql(form, "run_metric", `k.key = ${key} AND ${matches(column, false)}${isNumber}`);
      }
      if (field.kind === "attribute") throw new Error("An attribute has no key");
      const table = TABLES[field.kind];
      const hasKey = `k.key = ${key}`;
      if (operator === "IS NULL") return `NOT ${askSql(JOINED, table, hasKey)}`;
      if (operator === "IS NOT NULL") return askSql(JOINED, table, hasKey);
      return askSql(form, table, `${hasKey} AND ${matches("k.value", true)}`);
    },
  };
}

const JOINED: Form = { kind: "joined" };
export const RUN_MEANING: Meaning = runMeaning(JOINED);

/** Of each run there is one row with a key. The experiment is named too, so that the index by experiment, key and value serves. */
function askSql(form: Form, table: string, isMeant: string): string {
  switch (form.kind) {
    case "joined":
      return `EXISTS (SELECT 1 FROM ${table} k WHERE k.run_id = r.run_id AND k.experiment_id = r.experiment_id AND ${isMeant})`;
    case "walked":
      return `COALESCE((SELECT true FROM ${table} k WHERE k.run_id = r.run_id AND ${isMeant}), false)`;
    case "few":
      return `r.run_id = ANY(ARRAY(${rowsSql(form.experiment, table, isMeant)}))`;
    case "rows":
      return rowsSql(form.experiment, table, isMeant);
  }
}

function rowsSql(experiment: string, table: string, isMeant: string): string {
  return `SELECT k.run_id FROM ${table} k WHERE k.experiment_id = ${experiment} AND ${isMeant}`;
}
