import type { Sql } from "@/lib/platform/db";
import type { ComputedField, FeatureField, RequestField } from "../schema";
import type { EntityType } from "../values";

export type SnapshotRow = {
  revision: string;
  entities: { name: string; joinKey: string; valueType: EntityType }[];
  views: {
    id: string;
    name: string;
    schemaVersion: number;
    ttlSeconds: number;
    pushSource: string | null;
    entities: string[];
    schemas: { version: number; fields: FeatureField[] }[];
  }[];
  onDemandViews: {
    name: string;
    schemaVersion: number;
    inputs: Record<string, string>;
    request: RequestField[];
    features: ComputedField[];
  }[];
  services: { name: string; features: string[] }[];
};

export async function readRevision(sql: Sql): Promise<string> {
  const [row] = await sql.hot<{ revision: string }>(
    "SELECT revision::text AS revision FROM feature_revision WHERE id = 1",
  );
  if (!row) throw new Error("The revision of the feature definitions is missing");
  return row.revision;
}

/** All definitions in one statement, and so of one moment. */
export async function readSnapshot(sql: Sql): Promise<SnapshotRow> {
  const [row] = await sql.rows<SnapshotRow>(
    `SELECT r.revision::text AS revision,
       coalesce((SELECT json_agg(json_build_object('name', name, 'joinKey', join_key, 'valueType', value_type))
                   FROM feature_entity), '[]') AS entities,
       coalesce((SELECT json_agg(json_build_object('id', w.id::text, 'name', w.name, 'schemaVersion', w.schema_version,
                   'ttlSeconds', w.ttl_seconds, 'pushSource', w.push_source,
                   'entities', (SELECT v.entities FROM feature_view_version v
                                 WHERE v.view_id = w.id AND v.schema_version = w.schema_version),
                   'schemas', (SELECT json_agg(json_build_object('version', v.schema_version, 'fields', v.fields))
                                 FROM feature_view_version v WHERE v.view_id = w.id)))
                   FROM feature_view w), '[]') AS views,
       coalesce((SELECT json_agg(json_build_object('name', name, 'schemaVersion', schema_version, 'inputs', inputs,
                   'request', request, 'features', features)) FROM feature_on_demand_view), '[]') AS "onDemandViews",
       coalesce((SELECT json_agg(json_build_object('name', name, 'features', features)) FROM feature_service), '[]') AS services
     FROM feature_revision r WHERE r.id = 1`,
  );
  if (!row) throw new Error("The revision of the feature definitions is missing");
  return row;
}
