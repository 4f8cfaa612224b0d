import type { Sql } from "@/lib/platform/db";
import { LIMITS } from "../values";

export type Asked = { endpoint: string; variant: number | null; from: string; to: string };
export type Kept = { at: Date; variant: number; model: string; version: number; inputs: unknown };
/** `all`: predictions in the range, of which these are some by chance, or all. */
export type Sample = { all: number; kept: Kept[]; isWhole: boolean };

const READ_AT_ONCE = 200;

/** Answered predictions with the model's inputs, in random order. The first rows of the answer are therefore a sample. */
export async function samplePredictions(sql: Sql, asked: Asked): Promise<Sample> {
  const keys = await sql.rows<{ at: Date; id: string; total: number }>(
    `SELECT at, prediction_id AS id, count(*) OVER ()::int AS total FROM prediction
     WHERE endpoint = $1 AND at >= $2::timestamptz AND at < $3::timestamptz AND outcome = 'ok' AND kept_rows > 0
       AND ($4::int IS NULL OR variant = $4::int)
     ORDER BY hashtext(prediction_id), prediction_id LIMIT ${LIMITS.predictions}`,
    [asked.endpoint, asked.from, asked.to, asked.variant],
  );
  const all = keys[0]?.total ?? 0;
  const kept: Kept[] = [];
  let [rows, characters] = [0, 0];
  for (let at = 0; at < keys.length; at += READ_AT_ONCE) {
    if (rows >= LIMITS.rows || characters >= LIMITS.characters) break;
    for (const one of await readInputs(sql, keys.slice(at, at + READ_AT_ONCE))) {
      kept.push(one);
      rows += one.keptRows;
      characters += one.characters;
    }
  }
  return { all, kept, isWhole: kept.length === all };
}

type Read = Kept & { keptRows: number; characters: number };

function readInputs(sql: Sql, keys: readonly { at: Date; id: string }[]): Promise<Read[]> {
  return sql.rows<Read>(
    `SELECT p.at, p.variant, p.model_name AS model, p.model_version AS version, p.kept_rows AS "keptRows",
       coalesce(p.given, p.request) AS inputs, length(coalesce(p.given, p.request)::text) AS characters
     FROM unnest($1::timestamptz[], $2::text[]) AS asked(at, id)
     JOIN prediction p ON p.at = asked.at AND p.prediction_id = asked.id`,
    [keys.map(({ at }) => at), keys.map(({ id }) => id)],
  );
}

/** Sources of the datasets that the run of a model's version logged, those for training first. */
export async function datasetSources(sql: Sql, model: string, version: number): Promise<string[]> {
  const rows = await sql.rows<{ source: string }>(
    `SELECT left(d.source, 5000) AS source FROM model_version v JOIN registered_model m ON m.model_id = v.model_id
     JOIN run_input i ON i.run_id = v.run_id JOIN experiment_dataset d ON d.dataset_id = i.dataset_id
     WHERE m.name = $1 AND v.version = $2::int
     ORDER BY i.context = 'training' DESC NULLS LAST, d.dataset_id LIMIT 100`,
    [model, version],
  );
  return rows.map(({ source }) => source);
}
