import type { Sql } from "@/lib/platform/db";

export type VersionFiles = { name: string; version: number; stage: string; aliases: string[]; owner: string };

/** Every version with files, and the run or logged model (`owner`) under which they lie. */
export function versionsWithFiles(sql: Sql): Promise<VersionFiles[]> {
  return sql.rows<VersionFiles>(
    `SELECT r.name, v.version, v.stage, substring(v.storage_location from '/(m-[0-9a-f]{32}|[0-9a-f]{32})/artifacts') AS owner,
       COALESCE((SELECT array_agg(a.alias ORDER BY a.alias) FROM model_alias a
         WHERE a.model_id = v.model_id AND a.version = v.version), '{}') AS aliases
     FROM model_version v JOIN registered_model r USING (model_id)
     WHERE v.storage_location ~ '/(m-[0-9a-f]{32}|[0-9a-f]{32})/artifacts' ORDER BY r.name, v.version`,
  );
}
