import * as z from "zod";
import { poolSql, type Sql } from "@/lib/platform/db";
import { NotFoundError } from "@/lib/platform/errors";
import { refuseStale } from "@/lib/platform/refuse-stale";
import { hotWrite, read } from "@/lib/verbs";
import { describedView, isSame, withChange } from "./described";
import { refuseKept } from "./files/refuse-kept";
import { refuseInUse, refuseTaken, refuseTooMany } from "./refusals";
import { refuseComputed } from "./refuse-computed";
import {
  findOnDemandView,
  insertOnDemandView,
  listOnDemandRows,
  type OnDemandRow,
  removeOnDemandView,
  updateOnDemandView,
} from "./repository/on-demand-views";
import { nextRevision } from "./repository/revision";
import { servicesOf } from "./repository/services";
import { findView } from "./repository/views";
import { OnDemandViewChange, OnDemandViewInput, type OnDemandViewView } from "./schema";
import { AtVersion, ByName } from "./terms";

export const listOnDemandViews = read("features:read", z.strictObject({}), async (ctx) => ({
  data: (await listOnDemandRows(poolSql(ctx.db.pool))).map(onDemandView),
}));

export const getOnDemandView = read("features:read", ByName, async (ctx, { name }) =>
  onDemandView(await getRow(poolSql(ctx.db.pool), name)),
);

/** Views of both kinds share their names, because references do not tell them apart. */
export const createOnDemandView = hotWrite(
  "features:write",
  OnDemandViewInput,
  async ({ sql, input, audit }) => {
    await nextRevision(sql);
    await addOnDemandView(sql, input);
    const after = onDemandView(await getRow(sql, input.name));
    return audit("feature_on_demand_view.create", { target: target(input.name), after }, after);
  },
);

/** Another computation makes the next version of the schema; all else does not. */
export const changeOnDemandView = hotWrite(
  "features:write",
  AtVersion.extend({ change: OnDemandViewChange }),
  async ({ sql, input: { name, version, change }, audit, unchanged }) => {
    await nextRevision(sql);
    const row = await getRow(sql, name);
    const before = onDemandView(row);
    refuseStale(version, row, before);
    refuseKept(row);
    if (change.features) await refuseLost(sql, row, change.features);
    if (!(await alterOnDemandView(sql, row, change))) return unchanged(before);
    const after = onDemandView(await getRow(sql, name));
    return audit("feature_on_demand_view.change", { target: target(name), before, after }, after);
  },
);

/** Refused while a service names one of its features. */
export const deleteOnDemandView = hotWrite("features:write", AtVersion, async ({ sql, input, audit }) => {
  await nextRevision(sql);
  const row = await getRow(sql, input.name);
  const before = onDemandView(row);
  refuseStale(input.version, row, before);
  refuseKept(row);
  refuseInUse(`the on-demand view ${row.name}`, "services", await servicesOf(sql, referencesOf(row)));
  await removeOnDemandView(sql, row.name);
  return audit("feature_on_demand_view.delete", { target: target(row.name), before }, undefined);
});

/** The caller holds the revision. */
export async function addOnDemandView(sql: Sql, input: z.output<typeof OnDemandViewInput>): Promise<void> {
  refuseTaken("on-demand view", input.name, (await findOnDemandView(sql, input.name)) !== null);
  refuseTaken("view", input.name, (await findView(sql, input.name)) !== null);
  refuseTooMany("on-demand views", (await listOnDemandRows(sql)).length);
  await refuseComputed(sql, input);
  await insertOnDemandView(sql, { ...input, schemaVersion: 0 });
}

/** Returns whether anything is another now. */
export async function alterOnDemandView(
  sql: Sql,
  row: OnDemandRow,
  change: z.output<typeof OnDemandViewChange>,
): Promise<boolean> {
  const { inputs, request, features } = row;
  const computed = {
    inputs: change.inputs ?? inputs,
    request: change.request ?? request,
    features: change.features ?? features,
  };
  const isNew = !isSame(computed, { inputs, request, features });
  const wanted = {
    ...withChange(row, change),
    ...computed,
    schemaVersion: row.schemaVersion + (isNew ? 1 : 0),
  };
  if (isSame(wanted, row)) return false;
  if (isNew) await refuseComputed(sql, computed);
  await updateOnDemandView(sql, wanted);
  return true;
}

async function getRow(sql: Sql, name: string): Promise<OnDemandRow> {
  const row = await findOnDemandView(sql, name);
  if (!row) throw new NotFoundError("on-demand view", name);
  return row;
}

async function refuseLost(sql: Sql, row: OnDemandRow, features: OnDemandRow["features"]) {
  const kept = new Set(features.map(({ name }) => name));
  const lost = row.features.filter(({ name }) => !kept.has(name));
  const references = referencesOf({ name: row.name, features: lost });
  refuseInUse(references.join(", "), "services", await servicesOf(sql, references));
}

const referencesOf = ({ name, features }: Pick<OnDemandRow, "name" | "features">) =>
  features.map((feature) => `${name}:${feature.name}`);

const target = (id: string) => ({ type: "feature_on_demand_view", id });

function onDemandView(row: OnDemandRow): OnDemandViewView {
  return {
    name: row.name,
    schema_version: row.schemaVersion,
    inputs: row.inputs,
    request: row.request,
    features: row.features,
    ...describedView(row),
  };
}
