import * as z from "zod";
import { forbidden } from "@/lib/audit";
import type { Ctx } from "@/lib/platform/context";
import { poolSql, type Sql } from "@/lib/platform/db";
import { InvalidError, NotFoundError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { refuseStale } from "@/lib/platform/refuse-stale";
import { hotWrite, read } from "@/lib/verbs";
import { describedView, isSame, withChange } from "./described";
import { refuseKept } from "./files/refuse-kept";
import { inOwnBucket, objectPlace } from "./object-place";
import { refuseInUse, refuseTaken, refuseTooMany, refuseTwice } from "./refusals";
import { nextRevision } from "./repository/revision";
import {
  findSource,
  insertSource,
  listSourceRows,
  removeSource,
  type SourceRow,
  updateSource,
  viewsOfSource,
} from "./repository/sources";
import { FeatureSourceChange, FeatureSourceInput, type FeatureSourceView } from "./schema";
import { AtVersion, ByName } from "./terms";

export const listSources = read("features:read", z.strictObject({}), async (ctx) => ({
  data: (await listSourceRows(poolSql(ctx.db.pool))).map(sourceView),
}));

export const getSource = read("features:read", ByName, async (ctx, { name }) =>
  sourceView(await getRow(poolSql(ctx.db.pool), name)),
);

/** Its files need not be there yet: a pipeline may write them later. */
export const createSource = hotWrite(
  "features:write",
  FeatureSourceInput,
  async ({ sql, ctx, input, audit }) => {
    await nextRevision(sql);
    await addSource(sql, input, ctx);
    const after = sourceView(await getRow(sql, input.name));
    return audit("feature_source.create", { target: target(input.name), after }, after);
  },
);

/** What is materialised already stays. */
export const changeSource = hotWrite(
  "features:write",
  AtVersion.extend({ change: FeatureSourceChange }),
  async ({ sql, ctx, input: { name, version, change }, audit, unchanged }) => {
    await nextRevision(sql);
    const row = await getRow(sql, name);
    const before = sourceView(row);
    refuseStale(version, row, before);
    refuseKept(row);
    if (!(await alterSource(sql, row, change, ctx))) return unchanged(before);
    const after = sourceView(await getRow(sql, name));
    return audit("feature_source.change", { target: target(name), before, after }, after);
  },
);

/** The files stay. Refused while a view has it. */
export const deleteSource = hotWrite("features:write", AtVersion, async ({ sql, input, audit }) => {
  await nextRevision(sql);
  const row = await getRow(sql, input.name);
  const before = sourceView(row);
  refuseStale(input.version, row, before);
  refuseKept(row);
  refuseInUse(`the data source ${row.name}`, "views", await viewsOfSource(sql, row.name));
  await removeSource(sql, row.name);
  return audit("feature_source.delete", { target: target(row.name), before }, undefined);
});

type Input = z.output<typeof FeatureSourceInput>;

/** The caller holds the revision. */
export async function addSource(sql: Sql, input: Input, ctx: Ctx): Promise<void> {
  refuseTaken("data source", input.name, (await findSource(sql, input.name)) !== null);
  refuseTooMany("data sources", (await listSourceRows(sql)).length);
  const { timestamp_field, created_timestamp_field, field_mapping, ...rest } = input;
  const made = {
    ...rest,
    path: rest.path && inOwnBucket(rest.path, ctx.storage.bucket),
    timestampField: timestamp_field,
    createdField: created_timestamp_field,
    fieldMapping: field_mapping,
  };
  refusePlace(made, ctx);
  await insertSource(sql, made);
}

/** Returns whether anything is another now. */
export async function alterSource(
  sql: Sql,
  row: SourceRow,
  change: z.output<typeof FeatureSourceChange>,
  ctx: Ctx,
): Promise<boolean> {
  const wanted = {
    ...withChange(row, change),
    format: change.format ?? row.format,
    path: change.path === undefined ? row.path : change.path && inOwnBucket(change.path, ctx.storage.bucket),
    connection: change.connection === undefined ? row.connection : change.connection,
    query: change.query === undefined ? row.query : change.query,
    timestampField: change.timestamp_field ?? row.timestampField,
    createdField:
      change.created_timestamp_field === undefined ? row.createdField : change.created_timestamp_field,
    fieldMapping: change.field_mapping ?? row.fieldMapping,
  };
  if (isSame(wanted, row)) return false;
  refusePlace(wanted, ctx);
  await updateSource(sql, wanted);
  return true;
}

type Place = Pick<SourceRow, "format" | "path" | "connection" | "query" | "fieldMapping">;

/** Files have a path, a query its connection. A SQL task with that connection has the same reach, so that its permission is needed. */
function refusePlace({ format, path, connection, query, fieldMapping }: Place, ctx: Ctx): void {
  const isQuery = format === "postgres";
  for (const [field, value, isOfQuery] of [
    ["path", path, false],
    ["connection", connection, true],
    ["query", query, true],
  ] as const) {
    if (isOfQuery === isQuery && value === null)
      throw InvalidError.field(
        `/${field}`,
        `A source of the format ${format} needs a ${field}. Send it.`,
        because("required"),
      );
    if (isOfQuery !== isQuery && value !== null)
      throw InvalidError.field(
        `/${field}`,
        `A source of the format ${format} has no ${field}. Leave it out, or send null.`,
        because("unrecognized_keys", { keys: field }),
      );
  }
  if (isQuery && !ctx.actor.permissions.has("pipelines:write")) throw forbidden(ctx.actor, "pipelines:write");
  if (path !== null) objectPlace(path, ctx.storage.bucket, "/path");
  const columns = Object.keys(fieldMapping);
  refuseTwice((at) => `/field_mapping/${columns[at]}`, Object.values(fieldMapping));
}

async function getRow(sql: Sql, name: string): Promise<SourceRow> {
  const row = await findSource(sql, name);
  if (!row) throw new NotFoundError("data source", name);
  return row;
}

const target = (id: string) => ({ type: "feature_source", id });

function sourceView(row: SourceRow): FeatureSourceView {
  return {
    name: row.name,
    format: row.format,
    path: row.path,
    connection: row.connection,
    query: row.query,
    timestamp_field: row.timestampField,
    created_timestamp_field: row.createdField,
    field_mapping: row.fieldMapping,
    ...describedView(row),
  };
}
