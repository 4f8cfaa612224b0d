import type { Sql } from "@/lib/platform/db";
import type { Loss } from "../prediction-log";
import type { PredictionRow } from "../prediction-row";

type Column = { name: string; type: string; as?: string; of: (row: PredictionRow) => unknown };
/** JSON travels as text: a driver's array of json would be read once more. */
const json = (name: string, of: Column["of"]): Column => ({ name, type: "text", as: "json", of });
const text = (name: string, of: Column["of"]): Column => ({ name, type: "text", of });
const int = (name: string, of: Column["of"]): Column => ({ name, type: "int", of });

const COLUMNS: readonly Column[] = [
  { name: "at", type: "timestamptz", of: ({ at }) => at },
  text("prediction_id", ({ id }) => id),
  text("endpoint", ({ endpoint }) => endpoint),
  text("protocol", ({ protocol }) => protocol),
  int("variant", ({ variant }) => variant),
  text("model_name", ({ model }) => model.name),
  int("model_version", ({ model }) => model.version),
  text("outcome", ({ outcome }) => outcome),
  text("error", ({ error }) => error),
  int("rows", ({ rows }) => rows),
  int("kept_rows", ({ keptRows }) => keptRows),
  json("request", ({ request }) => request),
  json("given", ({ given }) => given),
  json("features", ({ features }) => features),
  json("response", ({ response }) => response),
  int("parse_us", ({ spentUs }) => spentUs.parse),
  int("features_us", ({ spentUs }) => spentUs.features),
  int("wait_us", ({ spentUs }) => spentUs.wait),
  int("run_us", ({ spentUs }) => spentUs.run),
  int("encode_us", ({ spentUs }) => spentUs.encode),
  text("caller_type", ({ caller }) => caller.type),
  text("caller_id", ({ caller }) => caller.id),
  text("caller_name", ({ caller }) => caller.name),
  text("run_id", ({ runId }) => runId),
  text("request_id", ({ requestId }) => requestId),
  text("trace_id", ({ traceId }) => traceId),
];
const NAMES = COLUMNS.map(({ name }) => name).join(", ");
const SENT = COLUMNS.map(({ type }, at) => `$${at + 1}::${type}[]`).join(", ");
const SELECTED = COLUMNS.map(({ name, as }) => (as ? `${name}::${as}` : name)).join(", ");
/** What was written before is left alone, so that a batch may be sent again. */
const INSERT = `INSERT INTO prediction (${NAMES}) SELECT ${SELECTED} FROM unnest(${SENT}) AS sent(${NAMES})
  ON CONFLICT DO NOTHING`;

/** The partitions are there. */
export async function insertPredictions(sql: Sql, rows: readonly PredictionRow[]): Promise<void> {
  if (rows.length > 0)
    await sql.hot(
      INSERT,
      COLUMNS.map(({ of }) => rows.map(of)),
    );
}

/** Locked in one order, so that writers wait and never deadlock. */
export async function addLosses(sql: Sql, losses: readonly Loss[]): Promise<void> {
  if (losses.length === 0) return;
  await sql.hot(
    `INSERT INTO prediction_loss (endpoint, hour, count)
     SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::int[]) AS sent(endpoint, hour, count) ORDER BY 1, 2
     ON CONFLICT (endpoint, hour) DO UPDATE SET count = prediction_loss.count + excluded.count`,
    [
      losses.map(({ endpoint }) => endpoint),
      losses.map(({ hour }) => hour),
      losses.map(({ count }) => count),
    ],
  );
}
