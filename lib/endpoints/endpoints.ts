import * as z from "zod";
import { poolSql, type Sql } from "@/lib/platform/db";
import { ConflictError, LimitError, NotFoundError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { refuseStale } from "@/lib/platform/refuse-stale";
import { hotWrite, read } from "@/lib/verbs";
import {
  countEndpoints,
  type EndpointRow,
  findEndpoint,
  insertEndpoint,
  insertVariant,
  listEndpointRows,
  lockEndpoint,
  removeEndpoint,
  updateEndpoint,
} from "./repository/endpoints";
import { AtVersion, ByName, EndpointChange, EndpointInput, type EndpointView } from "./schema";
import { LIMITS } from "./values";
import { refuseMissing, textOf, variantOf } from "./variant";

export const listEndpoints = read("endpoints:read", z.strictObject({}), async (ctx) => ({
  data: (await listEndpointRows(poolSql(ctx.db.pool))).map(endpointView),
}));

export const getEndpoint = read("endpoints:read", ByName, async (ctx, { name }) =>
  endpointView(there(await findEndpoint(poolSql(ctx.db.pool), name), name)),
);

export const createEndpoint = hotWrite(
  "endpoints:write",
  EndpointInput,
  async ({ sql, ctx, input, audit }) => {
    const { name, enabled, description, variant } = input;
    const named = variantOf(variant);
    await refuseMissing(sql, named);
    if ((await countEndpoints(sql)) >= LIMITS.endpoints)
      throw new LimitError(
        `There may be ${LIMITS.endpoints} endpoints. Delete one first.`,
        because("too_many_definitions", { maximum: LIMITS.endpoints }),
      );
    const id = await insertEndpoint(sql, { name, enabled, description, ...limitsOf(input) });
    if (id === null)
      throw ConflictError.taken(
        "/name",
        name,
        `There is already an endpoint ${JSON.stringify(name)}. Change that one instead.`,
      );
    await insertVariant(sql, id, named, ctx.actor.id);
    const after = await viewOf(sql, name);
    return audit("endpoint.create", { target: target(name), after }, after);
  },
);

/** Another variant answers as soon as it is warm in a process; the one before it stays what a roll-back goes to. */
export const changeEndpoint = hotWrite(
  "endpoints:write",
  AtVersion.extend({ change: EndpointChange }),
  async ({ sql, ctx, input: { name, version, change }, audit, unchanged }) => {
    const row = there(await lockEndpoint(sql, name), name);
    const before = endpointView(row);
    refuseStale(version, row, before);
    const named = change.variant && variantOf(change.variant);
    const isOther = named !== undefined && textOf(named) !== textOf(row.variant);
    if (isOther) await refuseMissing(sql, named);
    const { max_rows = row.maxRows, max_in_flight = row.maxInFlight, deadline_ms = row.deadlineMs } = change;
    const wanted = {
      enabled: change.enabled ?? row.enabled,
      description: change.description ?? row.description,
      ...limitsOf({ max_rows, max_in_flight, deadline_ms }),
    };
    const isSame =
      !isOther &&
      wanted.enabled === row.enabled &&
      wanted.description === row.description &&
      wanted.maxRows === row.maxRows &&
      wanted.maxInFlight === row.maxInFlight &&
      wanted.deadlineMs === row.deadlineMs;
    if (isSame) return unchanged(before);
    const variants = isOther
      ? { live: await insertVariant(sql, row.id, named, ctx.actor.id), previous: row.variant.number }
      : { live: row.variant.number, previous: row.previousVariant?.number ?? null };
    await updateEndpoint(sql, row.id, { ...wanted, ...variants });
    const after = await viewOf(sql, name);
    return audit("endpoint.change", { target: target(name), before, after }, after);
  },
);

/** The variant before answers again, and the one that answered is what a second roll-back goes to. */
export const rollBackEndpoint = hotWrite("endpoints:write", AtVersion, async ({ sql, input, audit }) => {
  const row = there(await lockEndpoint(sql, input.name), input.name);
  const before = endpointView(row);
  refuseStale(input.version, row, before);
  const { variant, previousVariant } = row;
  if (!previousVariant)
    throw new ConflictError(
      `The endpoint ${row.name} has no variant before this one.`,
      because("endpoint_nothing_before", { name: row.name }),
    );
  await refuseMissing(sql, previousVariant);
  await updateEndpoint(sql, row.id, { ...row, live: previousVariant.number, previous: variant.number });
  const after = await viewOf(sql, row.name);
  return audit("endpoint.roll_back", { target: target(row.name), before, after }, after);
});

export const deleteEndpoint = hotWrite("endpoints:write", AtVersion, async ({ sql, input, audit }) => {
  const row = there(await lockEndpoint(sql, input.name), input.name);
  const before = endpointView(row);
  refuseStale(input.version, row, before);
  await removeEndpoint(sql, row.id);
  return audit("endpoint.delete", { target: target(row.name), before }, undefined);
});

function there(row: EndpointRow | null, name: string): EndpointRow {
  if (!row) throw new NotFoundError("endpoint", name);
  return row;
}

async function viewOf(sql: Sql, name: string): Promise<EndpointView> {
  return endpointView(there(await findEndpoint(sql, name), name));
}

const target = (id: string) => ({ type: "endpoint", id });

function limitsOf(input: { max_rows: number; max_in_flight: number; deadline_ms: number }) {
  return { maxRows: input.max_rows, maxInFlight: input.max_in_flight, deadlineMs: input.deadline_ms };
}

function endpointView(row: EndpointRow): EndpointView {
  return {
    name: row.name,
    enabled: row.enabled,
    variant: row.variant,
    previous_variant: row.previousVariant,
    max_rows: row.maxRows,
    max_in_flight: row.maxInFlight,
    deadline_ms: row.deadlineMs,
    description: row.description,
    version: row.version,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}
