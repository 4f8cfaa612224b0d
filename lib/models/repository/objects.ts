/** What is read of a model and of a version, as objects that the database makes. Times are milliseconds. */
export type Tag = { key: string; value: string };
export type VersionView = {
  name: string;
  version: number;
  stage: "None" | "Staging" | "Production" | "Archived";
  description: string | null;
  source: string;
  storageLocation: string;
  runId: string | null;
  runLink: string;
  createdBy: string | null;
  createdAt: number;
  updatedAt: number;
  tags: Tag[];
  aliases: string[];
};
export type ModelView = {
  name: string;
  description: string | null;
  createdAt: number;
  updatedAt: number;
  tags: Tag[];
  aliases: { alias: string; version: number }[];
  /** The newest of each stage. */
  latestVersions: VersionView[];
};

export const milliseconds = (column: string) => `floor(extract(epoch FROM ${column}) * 1000)::bigint`;
const list = (select: string) => `COALESCE((${select}), '[]'::json)`;

/** `v` is a row of model_version, `m` the one of its model. */
export const VERSION_OBJECT = `json_build_object('name', m.name, 'version', v.version, 'stage', v.stage,
  'description', v.description, 'source', v.source, 'storageLocation', v.storage_location,
  'runId', replace(v.run_id::text, '-', ''), 'runLink', v.run_link, 'createdBy', v.created_by,
  'createdAt', ${milliseconds("v.created_at")}, 'updatedAt', ${milliseconds("v.updated_at")},
  'tags', ${list(`SELECT json_agg(json_build_object('key', t.key, 'value', t.value) ORDER BY t.key)
    FROM model_version_tag t WHERE t.model_id = v.model_id AND t.version = v.version`)},
  'aliases', ${list(`SELECT json_agg(a.alias ORDER BY a.alias) FROM model_alias a
    WHERE a.model_id = v.model_id AND a.version = v.version`)})`;

export const MODEL_OBJECT = `json_build_object('name', m.name, 'description', m.description,
  'createdAt', ${milliseconds("m.created_at")}, 'updatedAt', ${milliseconds("m.updated_at")},
  'tags', ${list(`SELECT json_agg(json_build_object('key', t.key, 'value', t.value) ORDER BY t.key)
    FROM registered_model_tag t WHERE t.model_id = m.model_id`)},
  'aliases', ${list(`SELECT json_agg(json_build_object('alias', a.alias, 'version', a.version) ORDER BY a.alias)
    FROM model_alias a WHERE a.model_id = m.model_id`)},
  'latestVersions', ${list(`SELECT json_agg(${VERSION_OBJECT} ORDER BY v.version) FROM model_version v
    WHERE v.model_id = m.model_id
      AND v.version IN (SELECT max(n.version) FROM model_version n WHERE n.model_id = m.model_id GROUP BY n.stage)`)})`;
