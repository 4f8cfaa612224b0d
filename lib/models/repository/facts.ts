import type { Sql } from "@/lib/platform/db";
import { LIVE_VARIANT, STANDS_FOR } from "./endpoints";
import { milliseconds } from "./objects";

/** The name of the person or service account that has this id; null for a part of the installation. */
export const NAME_OF = (column: string) =>
  `COALESCE((SELECT u.name FROM user_account u WHERE u.id = ${column}), (SELECT s.name FROM service_account s WHERE s.id = ${column}))`;

export type AliasFacts = {
  alias: string;
  version: number;
  /** When it came to stand for this version. */
  since: number | null;
  by: string | null;
  isGuarded: boolean;
};
export type ModelFacts = {
  createdBy: string | null;
  versionCount: number;
  waiting: number;
  aliases: AliasFacts[];
};

export async function modelFacts(sql: Sql, names: readonly string[]): Promise<Map<string, ModelFacts>> {
  const rows = await sql.rows<ModelFacts & { name: string }>(
    `SELECT m.name, ${NAME_OF("m.created_by")} AS "createdBy",
       (SELECT count(*)::int FROM model_version v WHERE v.model_id = m.model_id) AS "versionCount",
       (SELECT count(*)::int FROM model_promotion p WHERE p.model_id = m.model_id AND p.state = 'waiting') AS waiting,
       COALESCE((SELECT json_agg(json_build_object('alias', a.alias, 'version', a.version,
           'since', ${milliseconds("c.changed_at")}, 'by', c.changed_by_name,
           'isGuarded', EXISTS (SELECT 1 FROM model_policy g WHERE g.model_id = a.model_id AND g.alias = a.alias))
           ORDER BY a.alias)
         FROM model_alias a LEFT JOIN LATERAL (SELECT h.changed_at, h.changed_by_name FROM model_alias_change h
           WHERE h.model_id = a.model_id AND h.alias = a.alias ORDER BY h.change_id DESC LIMIT 1) c ON true
         WHERE a.model_id = m.model_id), '[]') AS aliases
     FROM registered_model m WHERE m.name = ANY($1::text[])`,
    [names],
  );
  return new Map(rows.map((row) => [row.name, row]));
}

export type VersionFacts = {
  createdBy: string | null;
  run: { id: string; name: string; experiment_id: string; lifecycle: "active" | "deleted" } | null;
  metrics: Record<string, number | "NaN">;
  /** Those that are switched on and answer with it. */
  endpoints: string[];
};

/** One for each version, in their order. */
export async function versionFacts(
  sql: Sql,
  versions: readonly { name: string; version: number; runId: string | null; createdBy: string | null }[],
  metrics: readonly string[] | "all",
): Promise<VersionFacts[]> {
  return sql.rows<VersionFacts>(
    `SELECT ${NAME_OF("w.created_by")} AS "createdBy",
       CASE WHEN r.run_id IS NOT NULL THEN json_build_object('id', replace(r.run_id::text, '-', ''), 'name', r.name,
         'experiment_id', r.experiment_id::text, 'lifecycle', r.lifecycle_stage) END AS run,
       COALESCE((SELECT json_object_agg(k.key, k.value ORDER BY k.key) FROM run_metric k
         WHERE k.run_id = r.run_id AND ($3::boolean OR k.key = ANY($4::text[]))), '{}'::json) AS metrics,
       ARRAY(SELECT DISTINCT e.name FROM ${LIVE_VARIANT} WHERE e.enabled AND ${STANDS_FOR("w.model", "w.version")}
         ORDER BY e.name) AS endpoints
     FROM unnest($1::uuid[], $2::text[], $5::text[], $6::int[]) WITH ORDINALITY AS w(run_id, created_by, model, version, n)
     LEFT JOIN experiment_run r ON r.run_id = w.run_id ORDER BY w.n`,
    [
      versions.map(({ runId }) => runId),
      versions.map(({ createdBy }) => createdBy),
      metrics === "all",
      metrics === "all" ? [] : metrics,
      versions.map(({ name }) => name),
      versions.map(({ version }) => version),
    ],
  );
}

/** Which metrics the runs of the newest versions have. */
export async function newestMetricKeys(sql: Sql, name: string): Promise<string[]> {
  const rows = await sql.rows<{ key: string }>(
    `SELECT DISTINCT k.key FROM run_metric k
     WHERE k.key NOT LIKE 'system/%' AND k.run_id IN (
       SELECT v.run_id FROM model_version v JOIN registered_model m ON m.model_id = v.model_id
       WHERE m.name = $1 ORDER BY v.version DESC LIMIT 10)
     ORDER BY k.key LIMIT 100`,
    [name],
  );
  return rows.map(({ key }) => key);
}
