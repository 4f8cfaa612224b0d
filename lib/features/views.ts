import * as z from "zod";
import { poolSql, type Sql } from "@/lib/platform/db";
import { ConflictError, InvalidError, NotFoundError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { refuseStale } from "@/lib/platform/refuse-stale";
import { hotWrite, read } from "@/lib/verbs";
import { describedView, isSame, withChange } from "./described";
import { refuseKept } from "./files/refuse-kept";
import { viewPattern } from "./keys";
import { removeRows } from "./online/store";
import { refuseInUse, refuseTaken, refuseTooMany, refuseTwice, unknownName } from "./refusals";
import { listEntityRows } from "./repository/entities";
import { findOnDemandView, onDemandViewsOf } from "./repository/on-demand-views";
import { nextRevision } from "./repository/revision";
import { servicesOf } from "./repository/services";
import { listSourceRows } from "./repository/sources";
import {
  findView,
  findViewOfSource,
  insertSchema,
  insertView,
  listSchemaRows,
  listViewRows,
  removeView,
  updateView,
  type ViewRow,
  type ViewSchema,
} from "./repository/views";
import { FeatureViewChange, FeatureViewInput, type FeatureViewView } from "./schema";
import { AtVersion, ByName } from "./terms";

export const listViews = read("features:read", z.strictObject({}), async (ctx) => ({
  data: (await listViewRows(poolSql(ctx.db.pool))).map(viewView),
}));

export const getView = read("features:read", ByName, async (ctx, { name }) =>
  viewView(await getRow(poolSql(ctx.db.pool), name)),
);

/** Every schema that the view has had, the newest first. */
export const listViewSchemas = read("features:read", ByName, async (ctx, { name }) => {
  const sql = poolSql(ctx.db.pool);
  const rows = await listSchemaRows(sql, (await getRow(sql, name)).id);
  return {
    data: rows.map((row) => ({
      schema_version: row.schemaVersion,
      entities: row.entities,
      fields: row.fields,
      created_by: row.createdBy,
      created_at: row.createdAt.toISOString(),
    })),
  };
});

export const createView = hotWrite("features:write", FeatureViewInput, async ({ sql, ctx, input, audit }) => {
  await nextRevision(sql);
  await addView(sql, input, ctx.actor.id);
  const after = viewView(await getRow(sql, input.name));
  return audit("feature_view.create", { target: target(input.name), after }, after);
});

/** Other entities or fields make the next version of the schema; all else does not, nor does another order of the fields. */
export const changeView = hotWrite(
  "features:write",
  AtVersion.extend({ change: FeatureViewChange }),
  async ({ sql, ctx, input: { name, version, change }, audit, unchanged }) => {
    await nextRevision(sql);
    const row = await getRow(sql, name);
    const before = viewView(row);
    refuseStale(version, row, before);
    refuseKept(row);
    if (change.fields) await refuseLostFields(sql, row, change.fields);
    if (!(await alterView(sql, row, change, ctx.actor.id))) return unchanged(before);
    const after = viewView(await getRow(sql, name));
    return audit("feature_view.change", { target: target(name), before, after }, after);
  },
);

/**
 * Refused while a service or an on-demand view names one of its features. Its values are out of reach at once, because a view of the same name has
 * another id; the room that they take is given back after the commit, as far as Redis answers.
 */
export const deleteView = hotWrite(
  "features:write",
  AtVersion,
  async ({ sql, ctx, input, audit, afterCommit }) => {
    await nextRevision(sql);
    const row = await getRow(sql, input.name);
    const before = viewView(row);
    refuseStale(input.version, row, before);
    refuseKept(row);
    const what = `the view ${row.name}`;
    refuseInUse(what, "services", await servicesOf(sql, referencesOf(row)));
    refuseInUse(what, "on-demand views", await onDemandViewsOf(sql, referencesOf(row)));
    await removeView(sql, row.id);
    afterCommit(() => void removeRows(ctx.redis, viewPattern(row.id)).catch(() => {}));
    return audit("feature_view.delete", { target: target(row.name), before }, undefined);
  },
);

/** The caller holds the revision. */
export async function addView(
  sql: Sql,
  { ttl_seconds, push_source, ...rest }: z.output<typeof FeatureViewInput>,
  by: string,
): Promise<void> {
  refuseTaken("view", rest.name, (await findView(sql, rest.name)) !== null);
  refuseTaken("on-demand view", rest.name, (await findOnDemandView(sql, rest.name)) !== null);
  refuseTooMany("views", (await listViewRows(sql)).length);
  await refuseSchema(sql, rest);
  await refusePushSource(sql, push_source, rest.name);
  await refuseSource(sql, rest.source);
  await insertView(sql, { ...rest, ttlSeconds: ttl_seconds, pushSource: push_source }, by);
}

/** Returns whether anything is another now. What others read of the view is theirs to check, or the caller's. */
export async function alterView(
  sql: Sql,
  row: ViewRow,
  change: z.output<typeof FeatureViewChange>,
  by: string,
): Promise<boolean> {
  const schema = { entities: change.entities ?? row.entities, fields: change.fields ?? row.fields };
  const isNewSchema = !isSameSchema(schema, row);
  const wanted = {
    ...withChange(row, change),
    ttlSeconds: change.ttl_seconds ?? row.ttlSeconds,
    pushSource: change.push_source === undefined ? row.pushSource : change.push_source,
    source: change.source === undefined ? row.source : change.source,
    schemaVersion: row.schemaVersion + (isNewSchema ? 1 : 0),
  };
  if (isSame(wanted, row)) return false;
  await refusePushSource(sql, wanted.pushSource, row.name);
  await refuseSource(sql, wanted.source);
  if (isNewSchema) {
    await refuseSchema(sql, schema);
    await insertSchema(sql, { ...schema, id: row.id, schemaVersion: wanted.schemaVersion }, by);
  }
  await updateView(sql, wanted);
  return true;
}

async function getRow(sql: Sql, name: string): Promise<ViewRow> {
  const row = await findView(sql, name);
  if (!row) throw new NotFoundError("view", name);
  return row;
}

/** Entities are there, and no column has two meanings. */
async function refuseSchema(sql: Sql, { entities, fields }: ViewSchema): Promise<void> {
  const rows = await listEntityRows(sql);
  const joinKeys = entities.map((name, at) => {
    const entity = rows.find((row) => row.name === name);
    if (entity) return entity.joinKey;
    const known = rows.map((row) => row.name);
    throw unknownName(`/entities/${at}`, "entity", name, known);
  });
  refuseTwice((at) => `/entities/${at}`, joinKeys);
  const names = fields.map(({ name }) => name);
  refuseTwice((at) => `/fields/${at}/name`, names);
  const taken = names.findIndex((name) => joinKeys.includes(name));
  if (taken >= 0)
    throw InvalidError.field(
      `/fields/${taken}/name`,
      `${names[taken]} is the join key of an entity of this view. Give the feature another name.`,
      because("duplicate", { name: names[taken] ?? "" }),
    );
}

async function refusePushSource(sql: Sql, source: string | null, name: string): Promise<void> {
  const owner = source === null ? null : await findViewOfSource(sql, source);
  if (source === null || !owner || owner.name === name) return;
  throw ConflictError.taken(
    "/push_source",
    source,
    `Pushes to ${JSON.stringify(source)} go to the view ${owner.name}. Choose another name.`,
  );
}

async function refuseSource(sql: Sql, source: string | null): Promise<void> {
  if (source === null) return;
  const known = (await listSourceRows(sql)).map(({ name }) => name);
  if (!known.includes(source)) throw unknownName("/source", "data source", source, known);
}

async function refuseLostFields(sql: Sql, row: ViewRow, fields: ViewRow["fields"]): Promise<void> {
  const kept = new Set(fields.map(({ name }) => name));
  const lost = row.fields.filter(({ name }) => !kept.has(name));
  const references = referencesOf({ name: row.name, fields: lost });
  refuseInUse(references.join(", "), "services", await servicesOf(sql, references));
  // An expression was checked for the type that its inputs have.
  const types = new Map(fields.map(({ name, type }) => [name, type]));
  const other = row.fields.filter(({ name, type }) => types.get(name) !== type);
  const changed = referencesOf({ name: row.name, fields: other });
  refuseInUse(changed.join(", "), "on-demand views", await onDemandViewsOf(sql, changed));
}

const referencesOf = ({ name, fields }: Pick<ViewRow, "name" | "fields">) =>
  fields.map((field) => `${name}:${field.name}`);

function isSameSchema(one: ViewSchema, other: ViewSchema): boolean {
  const typed = ({ fields }: ViewSchema) => Object.fromEntries(fields.map(({ name, type }) => [name, type]));
  return (
    isSame(one.entities, other.entities) &&
    one.fields.length === other.fields.length &&
    isSame(typed(one), typed(other))
  );
}

const target = (id: string) => ({ type: "feature_view", id });

function viewView(row: ViewRow): FeatureViewView {
  return {
    name: row.name,
    schema_version: row.schemaVersion,
    entities: row.entities,
    fields: row.fields,
    ttl_seconds: row.ttlSeconds,
    push_source: row.pushSource,
    source: row.source,
    ...describedView(row),
  };
}
