import type { Binds } from "@/lib/platform/binds";
import type { Sql } from "@/lib/platform/db";
import { OWNER_NAME } from "./owner";
import { CHILD_COUNT } from "./run-family";
import type { RunShape } from "./search-runs";

/** Which values of a run are wanted, by kind. */
export type WantedKeys = Record<"metric" | "min" | "max" | "first" | "param" | "tag", string[]>;

export type RunFacts = {
  id: string;
  experimentId: string;
  name: string;
  userId: string;
  createdBy: string | null;
  status: string;
  lifecycle: "active" | "deleted";
  startTime: number;
  endTime: number | null;
};
export type RunRow = RunFacts & {
  children: number;
  metrics: Record<string, number | "NaN"> | null;
  min: Record<string, number | null> | null;
  max: Record<string, number | null> | null;
  first: Record<string, number | "NaN" | null> | null;
  params: Record<string, string> | null;
  tags: Record<string, string> | null;
};

const FACTS = `'id', replace(r.run_id::text, '-', ''), 'experimentId', r.experiment_id::text, 'name', r.name,
  'userId', r.user_id, 'createdBy', ${OWNER_NAME("r.created_by")}, 'status', r.status, 'lifecycle', r.lifecycle_stage,
  'startTime', r.start_time, 'endTime', NULLIF(r.end_time, 0)`;

const VALUES = (table: string, keys: readonly string[], binds: Binds, column = "value") =>
  keys.length === 0
    ? "NULL"
    : `(SELECT json_object_agg(k.key, k.${column}) FROM ${table} k WHERE k.run_id = r.run_id AND k.key = ANY(${binds.add(keys, "text[]")}))`;

/** A row of the runs table: no more of a run than its columns show. */
export function runRowShape(wanted: WantedKeys): RunShape {
  return (binds) => `json_build_object(${FACTS}, 'children', ${CHILD_COUNT},
    'metrics', ${VALUES("run_metric", wanted.metric, binds)},
    'min', ${VALUES("run_metric", wanted.min, binds, "min_value")},
    'max', ${VALUES("run_metric", wanted.max, binds, "max_value")},
    'first', ${VALUES("run_metric", wanted.first, binds, "first_value")},
    'params', ${VALUES("run_param", wanted.param, binds)}, 'tags', ${VALUES("run_tag", wanted.tag, binds)})`;
}

/** The guarantee: `json` is of runs that were written in the shape above. */
export function runRowsIn(json: string): RunRow[] {
  return JSON.parse(`[${json}]`) as RunRow[];
}

/** A run may have ten thousand. */
const METRICS_AT_ONCE = 100;

export type RunDetailRow = RunFacts & {
  experimentName: string;
  attemptId: string | null;
  dagRunId: string | null;
  params: { key: string; value: string }[];
  metrics: { key: string; value: number | "NaN"; step: number; timestamp: number }[];
  metricCount: number;
  tags: Record<string, string>;
  datasets: { name: string; digest: string; source_type: string; source: string; context: string | null }[];
};

/** Null when there is no such run. */
export async function findRunDetail(sql: Sql, runId: string): Promise<RunDetailRow | null> {
  const [row] = await sql.rows<{ run: RunDetailRow }>(
    `SELECT json_build_object(${FACTS}, 'experimentName', e.name, 'attemptId', r.attempt_id, 'dagRunId', r.dag_run_id,
       'params', COALESCE((SELECT json_agg(json_build_object('key', k.key, 'value', k.value) ORDER BY k.key)
         FROM run_param k WHERE k.run_id = r.run_id), '[]'),
       'metrics', COALESCE((SELECT json_agg(json_build_object(
           'key', k.key, 'value', k.value, 'step', k.step, 'timestamp', k.timestamp) ORDER BY k.key)
         FROM (SELECT * FROM run_metric WHERE run_id = r.run_id ORDER BY key LIMIT ${METRICS_AT_ONCE}) k), '[]'),
       'metricCount', (SELECT count(*) FROM run_metric WHERE run_id = r.run_id),
       'tags', COALESCE((SELECT json_object_agg(k.key, k.value) FROM run_tag k WHERE k.run_id = r.run_id), '{}'),
       'datasets', COALESCE((SELECT json_agg(json_build_object('name', d.name, 'digest', d.digest,
           'source_type', d.source_type, 'source', d.source, 'context', i.context) ORDER BY d.dataset_id)
         FROM run_input i JOIN experiment_dataset d USING (dataset_id) WHERE i.run_id = r.run_id), '[]')) AS run
     FROM experiment_run r JOIN experiment e USING (experiment_id) WHERE r.run_id = $1::uuid`,
    [runId],
  );
  return row?.run ?? null;
}
