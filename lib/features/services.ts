import * as z from "zod";
import { poolSql, type Sql } from "@/lib/platform/db";
import { NotFoundError } from "@/lib/platform/errors";
import { refuseStale } from "@/lib/platform/refuse-stale";
import { hotWrite, read } from "@/lib/verbs";
import { describedView, isSame, withChange } from "./described";
import { refuseKept } from "./files/refuse-kept";
import { parseReference } from "./reference";
import { refuseInUse, refuseTaken, refuseTooMany, refuseTwice, unknownName } from "./refusals";
import { endpointsOfService } from "./repository/endpoints";
import { listOnDemandRows } from "./repository/on-demand-views";
import { nextRevision } from "./repository/revision";
import {
  findService,
  insertService,
  listServiceRows,
  removeService,
  type ServiceRow,
  updateService,
} from "./repository/services";
import { listViewRows } from "./repository/views";
import { FeatureServiceChange, FeatureServiceInput, type FeatureServiceView } from "./schema";
import { AtVersion, ByName } from "./terms";

export const listServices = read("features:read", z.strictObject({}), async (ctx) => ({
  data: (await listServiceRows(poolSql(ctx.db.pool))).map(serviceView),
}));

export const getService = read("features:read", ByName, async (ctx, { name }) =>
  serviceView(await getRow(poolSql(ctx.db.pool), name)),
);

export const createService = hotWrite(
  "features:write",
  FeatureServiceInput,
  async ({ sql, input, audit }) => {
    await nextRevision(sql);
    await addService(sql, input);
    const after = serviceView(await getRow(sql, input.name));
    return audit("feature_service.create", { target: target(input.name), after }, after);
  },
);

export const changeService = hotWrite(
  "features:write",
  AtVersion.extend({ change: FeatureServiceChange }),
  async ({ sql, input: { name, version, change }, audit, unchanged }) => {
    await nextRevision(sql);
    const row = await getRow(sql, name);
    const before = serviceView(row);
    refuseStale(version, row, before);
    refuseKept(row);
    if (!(await alterService(sql, row, change))) return unchanged(before);
    const after = serviceView(await getRow(sql, name));
    return audit("feature_service.change", { target: target(name), before, after }, after);
  },
);

export const deleteService = hotWrite("features:write", AtVersion, async ({ sql, input, audit }) => {
  await nextRevision(sql);
  const row = await getRow(sql, input.name);
  const before = serviceView(row);
  refuseStale(input.version, row, before);
  refuseKept(row);
  refuseInUse(`the service ${row.name}`, "endpoints", await endpointsOfService(sql, row.name));
  await removeService(sql, row.name);
  return audit("feature_service.delete", { target: target(row.name), before }, undefined);
});

/** The caller holds the revision. */
export async function addService(sql: Sql, input: z.output<typeof FeatureServiceInput>): Promise<void> {
  refuseTaken("service", input.name, (await findService(sql, input.name)) !== null);
  refuseTooMany("services", (await listServiceRows(sql)).length);
  await refuseReferences(sql, input.features);
  await insertService(sql, input);
}

/** Returns whether anything is another now. */
export async function alterService(
  sql: Sql,
  row: ServiceRow,
  change: z.output<typeof FeatureServiceChange>,
): Promise<boolean> {
  const wanted = { ...withChange(row, change), features: change.features ?? row.features };
  if (isSame(wanted, row)) return false;
  await refuseReferences(sql, wanted.features);
  await updateService(sql, wanted);
  return true;
}

async function getRow(sql: Sql, name: string): Promise<ServiceRow> {
  const row = await findService(sql, name);
  if (!row) throw new NotFoundError("service", name);
  return row;
}

/** Each names a feature that is there, once. */
async function refuseReferences(sql: Sql, references: readonly string[]): Promise<void> {
  const computed = await listOnDemandRows(sql);
  const views = [
    ...(await listViewRows(sql)).map(({ name, fields }) => ({ name, fields })),
    ...computed.map(({ name, features }) => ({ name, fields: features })),
  ];
  for (const [at, reference] of references.entries()) {
    const pointer = `/features/${at}`;
    const { view, feature } = parseReference(reference, pointer);
    const known = views.find(({ name }) => name === view);
    if (!known) {
      const names = views.map(({ name }) => name);
      throw unknownName(pointer, "view", view, names);
    }
    const features = known.fields.map(({ name }) => name);
    if (!features.includes(feature)) throw unknownName(pointer, `feature of ${view}`, feature, features);
  }
  refuseTwice((at) => `/features/${at}`, references);
}

const target = (id: string) => ({ type: "feature_service", id });

function serviceView(row: ServiceRow): FeatureServiceView {
  return { name: row.name, features: row.features, ...describedView(row) };
}
