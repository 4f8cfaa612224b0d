import * as z from "zod";
import { poolSql, type Sql } from "@/lib/platform/db";
import { NotFoundError } from "@/lib/platform/errors";
import { refuseStale } from "@/lib/platform/refuse-stale";
import { hotWrite, read } from "@/lib/verbs";
import { describedView, isSame, withChange } from "./described";
import { refuseKept } from "./files/refuse-kept";
import { refuseInUse, refuseTaken, refuseTooMany } from "./refusals";
import {
  type EntityRow,
  findEntity,
  insertEntity,
  listEntityRows,
  removeEntity,
  updateEntity,
  viewsOfEntity,
} from "./repository/entities";
import { nextRevision } from "./repository/revision";
import { FeatureEntityChange, FeatureEntityInput, type FeatureEntityView } from "./schema";
import { AtVersion, ByName } from "./terms";

export const listEntities = read("features:read", z.strictObject({}), async (ctx) => ({
  data: (await listEntityRows(poolSql(ctx.db.pool))).map(entityView),
}));

export const getEntity = read("features:read", ByName, async (ctx, { name }) =>
  entityView(await getRow(poolSql(ctx.db.pool), name)),
);

export const createEntity = hotWrite("features:write", FeatureEntityInput, async ({ sql, input, audit }) => {
  await nextRevision(sql);
  await addEntity(sql, input);
  const after = entityView(await getRow(sql, input.name));
  return audit("feature_entity.create", { target: target(input.name), after }, after);
});

/** Its join key and type stay: stored values lie under them. */
export const changeEntity = hotWrite(
  "features:write",
  AtVersion.extend({ change: FeatureEntityChange }),
  async ({ sql, input: { name, version, change }, audit, unchanged }) => {
    await nextRevision(sql);
    const row = await getRow(sql, name);
    const before = entityView(row);
    refuseStale(version, row, before);
    refuseKept(row);
    if (!(await alterEntity(sql, row, change))) return unchanged(before);
    const after = entityView(await getRow(sql, name));
    return audit("feature_entity.change", { target: target(name), before, after }, after);
  },
);

/** Refused while a view has it. */
export const deleteEntity = hotWrite("features:write", AtVersion, async ({ sql, input, audit }) => {
  await nextRevision(sql);
  const row = await getRow(sql, input.name);
  const before = entityView(row);
  refuseStale(input.version, row, before);
  refuseKept(row);
  refuseInUse(`the entity ${row.name}`, "views", await viewsOfEntity(sql, row.name));
  await removeEntity(sql, row.name);
  return audit("feature_entity.delete", { target: target(row.name), before }, undefined);
});

type Input = z.output<typeof FeatureEntityInput>;

/** The caller holds the revision. */
export async function addEntity(sql: Sql, { join_key, value_type, ...rest }: Input): Promise<void> {
  refuseTaken("entity", rest.name, (await findEntity(sql, rest.name)) !== null);
  refuseTooMany("entities", (await listEntityRows(sql)).length);
  await insertEntity(sql, { ...rest, joinKey: join_key ?? rest.name, valueType: value_type });
}

/** Returns whether anything is another now. */
export async function alterEntity(
  sql: Sql,
  row: EntityRow,
  change: z.output<typeof FeatureEntityChange>,
): Promise<boolean> {
  const wanted = withChange(row, change);
  if (isSame(wanted, row)) return false;
  await updateEntity(sql, wanted);
  return true;
}

async function getRow(sql: Sql, name: string): Promise<EntityRow> {
  const row = await findEntity(sql, name);
  if (!row) throw new NotFoundError("entity", name);
  return row;
}

const target = (id: string) => ({ type: "feature_entity", id });

function entityView(row: EntityRow): FeatureEntityView {
  return { name: row.name, join_key: row.joinKey, value_type: row.valueType, ...describedView(row) };
}
