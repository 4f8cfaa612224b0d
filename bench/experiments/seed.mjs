// The same experiment in both databases: RUNS runs with 10 metrics, 10 parameters and 5 tags each, as mlflow_bench.py would
// send them, and one run with a million points. Written by SQL, because sending them takes an hour.

export const RUNS = 100_000;
export const POINTS = 1_000_000;
/** The number and the ids are free in both. */
export const EXPERIMENT = "1000";
export const HISTORY_RUN = "b".repeat(32);
const FIRST_START = 1_600_000_000_000;

const RUN = "generate_series(0, $1::int - 1) i";
const ID = "md5('run' || i)";
const VALUE =
  "CASE k WHEN 0 THEN i::bigint * 7919 % 10007 / 10007.0 ELSE i::bigint * k * 31 % 1000 / 7.0 END";
const PARAM =
  "CASE k WHEN 0 THEN (i % 100)::text WHEN 1 THEN 'model-' || i % 10 ELSE 'x' || i::bigint * k % 1009 END";
const TAG = "CASE k WHEN 0 THEN 'team-' || i % 20 ELSE 'v' || i::bigint * k % 97 END";
const NAME = "'run-' || lpad(i::text, 7, '0')";
const KEYS = (last) => `${RUN} CROSS JOIN generate_series(0, ${last}) k`;
const POINT = "generate_series(0, $1::int - 1) i";
const MEASURED = "i::bigint * 37 % 1000 / 10.0";

export async function seedOurs(db) {
  await db.query("INSERT INTO experiment (experiment_id, name) VALUES ($1, 'bench-search')", [EXPERIMENT]);
  const runs = (sql) => db.query(sql, [RUNS]);
  const points = (sql) => db.query(sql, [POINTS]);
  await runs(`INSERT INTO experiment_run (run_id, experiment_id, name, status, start_time)
    SELECT ${ID}::uuid, ${EXPERIMENT}, ${NAME}, 'RUNNING', ${FIRST_START} + i FROM ${RUN}`);
  await runs(`INSERT INTO run_tag (run_id, key, value, experiment_id)
    SELECT ${ID}::uuid, 't' || k, ${TAG}, ${EXPERIMENT} FROM ${KEYS(4)}
    UNION ALL SELECT ${ID}::uuid, 'mlflow.runName', ${NAME}, ${EXPERIMENT} FROM ${RUN}`);
  await runs(`INSERT INTO run_param (run_id, key, value, experiment_id)
    SELECT ${ID}::uuid, 'p' || k, ${PARAM}, ${EXPERIMENT} FROM ${KEYS(9)}`);
  await runs(`WITH metric AS (INSERT INTO run_metric (run_id, experiment_id, key, value, step, timestamp, in_step_order)
      SELECT ${ID}::uuid, ${EXPERIMENT}, 'm' || k, ${VALUE}, 0, 1, true FROM ${KEYS(9)} RETURNING metric_id, value)
    INSERT INTO run_metric_point (metric_id, timestamp, step, value) SELECT metric_id, 1, 0, value FROM metric`);
  await db.query(
    `INSERT INTO experiment_run (run_id, experiment_id, name, status, start_time)
     VALUES ($1::uuid, 0, 'history', 'RUNNING', $2)`,
    [HISTORY_RUN, FIRST_START],
  );
  await points(`WITH metric AS (INSERT INTO run_metric (run_id, experiment_id, key, value, step, timestamp, in_step_order)
      SELECT '${HISTORY_RUN}'::uuid, 0, 'h', ($1::bigint - 1) * 37 % 1000 / 10.0, $1::int - 1, $1::int - 1, true RETURNING metric_id)
    INSERT INTO run_metric_point (metric_id, timestamp, step, value)
    SELECT metric_id, i, i, ${MEASURED} FROM metric, ${POINT}`);
  await db.query("VACUUM ANALYZE");
}

export async function seedOfficial(db) {
  const place = `'mlflow-artifacts:/${EXPERIMENT}'`;
  await db.query(`INSERT INTO experiments (experiment_id, name, artifact_location, lifecycle_stage, creation_time, last_update_time)
    VALUES (${EXPERIMENT}, 'bench-search', ${place}, 'active', 1, 1)`);
  const runs = (sql) => db.query(sql, [RUNS]);
  const points = (sql) => db.query(sql, [POINTS]);
  const run = (
    id,
    name,
    start,
    experiment,
  ) => `SELECT ${id}, ${name}, 'UNKNOWN', '', '', '', 'RUNNING', ${start}, NULL::bigint,
    NULL::bigint, '', 'active', 'mlflow-artifacts:/${experiment}/' || ${id} || '/artifacts', ${experiment}`;
  const intoRuns = `INSERT INTO runs (run_uuid, name, source_type, source_name, entry_point_name, user_id, status, start_time,
    end_time, deleted_time, source_version, lifecycle_stage, artifact_uri, experiment_id)`;
  await runs(`${intoRuns} ${run(ID, NAME, `${FIRST_START} + i`, EXPERIMENT)} FROM ${RUN}`);
  await runs(`INSERT INTO tags (key, value, run_uuid) SELECT 't' || k, ${TAG}, ${ID} FROM ${KEYS(4)}
    UNION ALL SELECT 'mlflow.runName', ${NAME}, ${ID} FROM ${RUN}`);
  await runs(`INSERT INTO params (key, value, run_uuid) SELECT 'p' || k, ${PARAM}, ${ID} FROM ${KEYS(9)}`);
  for (const table of ["metrics", "latest_metrics"])
    await runs(`INSERT INTO ${table} (key, value, timestamp, step, is_nan, run_uuid)
      SELECT 'm' || k, ${VALUE}, 1, 0, false, ${ID} FROM ${KEYS(9)}`);
  await db.query(`${intoRuns} ${run(`'${HISTORY_RUN}'`, "'history'", FIRST_START, "0")}`);
  await points(`INSERT INTO metrics (key, value, timestamp, step, is_nan, run_uuid)
    SELECT 'h', ${MEASURED}, i, i, false, '${HISTORY_RUN}' FROM ${POINT}`);
  await points(`INSERT INTO latest_metrics (key, value, timestamp, step, is_nan, run_uuid)
    SELECT 'h', ($1::bigint - 1) * 37 % 1000 / 10.0, $1::int - 1, $1::int - 1, false, '${HISTORY_RUN}'`);
  await db.query("VACUUM ANALYZE");
}
