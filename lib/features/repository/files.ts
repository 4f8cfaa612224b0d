import type { Sql } from "@/lib/platform/db";

/** `staleAt`: since when the file does not declare it any more. */
export type KeptIn = { filePath: string | null; staleAt: Date | null };

export const DEFINITION_KINDS = ["entities", "sources", "views", "on_demand_views", "services"] as const;
export type DefinitionKind = (typeof DEFINITION_KINDS)[number];

export type FileDefinition = { kind: DefinitionKind; name: string; filePath: string; staleAt: Date | null };

/** Every definition that a file has, or had. */
export function listFileDefinitions(sql: Sql): Promise<FileDefinition[]> {
  const columns = `name, file_path AS "filePath", stale_at AS "staleAt"`;
  return sql.rows<FileDefinition>(
    `SELECT 'entities' AS kind, ${columns} FROM feature_entity WHERE file_path IS NOT NULL
       UNION ALL SELECT 'sources' AS kind, ${columns} FROM feature_source WHERE file_path IS NOT NULL
       UNION ALL SELECT 'views' AS kind, ${columns} FROM feature_view WHERE file_path IS NOT NULL
       UNION ALL SELECT 'on_demand_views' AS kind, ${columns} FROM feature_on_demand_view WHERE file_path IS NOT NULL
       UNION ALL SELECT 'services' AS kind, ${columns} FROM feature_service WHERE file_path IS NOT NULL`,
  );
}

/** One row of the kind. `set` is ours. */
function update(sql: Sql, kind: DefinitionKind, set: string, values: readonly string[]): Promise<unknown[]> {
  const rest = `${set}, version = version + 1, updated_at = now() WHERE name = $1`;
  switch (kind) {
    case "entities":
      return sql.rows(`UPDATE feature_entity SET ${rest}`, [...values]);
    case "sources":
      return sql.rows(`UPDATE feature_source SET ${rest}`, [...values]);
    case "views":
      return sql.rows(`UPDATE feature_view SET ${rest}`, [...values]);
    case "on_demand_views":
      return sql.rows(`UPDATE feature_on_demand_view SET ${rest}`, [...values]);
    case "services":
      return sql.rows(`UPDATE feature_service SET ${rest}`, [...values]);
    default:
      return kind satisfies never;
  }
}

/** It is kept in this file from now on. */
export async function setFile(sql: Sql, kind: DefinitionKind, name: string, path: string): Promise<void> {
  await update(sql, kind, "file_path = $2, stale_at = NULL", [name, path]);
}

export async function markStale(sql: Sql, kind: DefinitionKind, name: string): Promise<void> {
  await update(sql, kind, "stale_at = now()", [name]);
}
