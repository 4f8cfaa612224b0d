import type { Sql } from "@/lib/platform/db";
import type { Evidence } from "../policy/verdict";

export type WantedEvidence = { metrics: string[]; params: string[]; tags: string[] };
export type LoggedEvidence = Omit<Evidence, "shadow">;
type Row = {
  version: number;
  metrics: Record<string, number | "NaN">;
  params: Record<string, string>;
  tags: Record<string, string>;
};

/** Tags of policies are short words; of a longer one the beginning is read. */
const MOST_CHARACTERS = 6_000;

const VALUES = (table: string, keys: string, value = `left(k.value, ${MOST_CHARACTERS})`) =>
  `COALESCE((SELECT json_object_agg(k.key, ${value}) FROM ${table} k WHERE k.run_id = v.run_id AND k.key = ANY(${keys}::text[])), '{}')`;

/** What these versions have of the keys: metrics and parameters of the run, tags of the version before those of the run. */
export async function evidenceOf(
  sql: Sql,
  modelId: string,
  versions: readonly number[],
  wanted: WantedEvidence,
): Promise<Map<number, LoggedEvidence>> {
  const rows = await sql.rows<Row>(
    `SELECT v.version, ${VALUES("run_metric", "$3", "k.value")} AS metrics, ${VALUES("run_param", "$4")} AS params,
       (${VALUES("run_tag", "$5")}::jsonb || COALESCE((SELECT jsonb_object_agg(k.key, left(k.value, ${MOST_CHARACTERS}))
         FROM model_version_tag k WHERE k.model_id = v.model_id AND k.version = v.version AND k.key = ANY($5::text[])), '{}')) AS tags
     FROM model_version v WHERE v.model_id = $1::bigint AND v.version = ANY($2::int[])`,
    [modelId, versions, wanted.metrics, wanted.params, wanted.tags],
  );
  return new Map(rows.map(({ metrics, ...row }) => [row.version, { ...row, metrics: numbersOf(metrics) }]));
}

function numbersOf(metrics: Row["metrics"]): Record<string, number> {
  return Object.fromEntries(Object.entries(metrics).map(([key, value]) => [key, Number(value)]));
}
