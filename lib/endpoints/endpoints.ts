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
  listEndpointRows,
  lockEndpoint,
  removeEndpoint,
  updateEndpoint,
} from "./repository/endpoints";
import { AtVersion, ByName, EndpointChange, EndpointInput, type EndpointView } from "./schema";
import { stateView, wantedState, writeState } from "./state";
import { LIMITS } from "./values";
import { refuseMissing } from "./variant";

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
    const { name } = input;
    if (!(await addEndpoint(sql, input, ctx.actor.id)))
      throw ConflictError.taken(
        "/name",
        name,
        `There is already an endpoint ${JSON.stringify(name)}. Change that one instead.`,
      );
    const after = await viewOf(sql, name);
    return audit("endpoint.create", { target: target(name), after }, after);
  },
);

/** For pipelines, which say it in each run: one that is there stays as it is, whoever has changed it meanwhile. */
export const ensureEndpoint = hotWrite(
  "endpoints:write",
  EndpointInput,
  async ({ sql, ctx, input, audit, unchanged }) => {
    const { name } = input;
    const isThere = (await findEndpoint(sql, name)) !== null;
    if (isThere || !(await addEndpoint(sql, input, ctx.actor.id))) return unchanged(await viewOf(sql, name));
    const after = await viewOf(sql, name);
    return audit("endpoint.create", { target: target(name), after }, after);
  },
);

/** False where there is one of the name already. */
async function addEndpoint(sql: Sql, input: z.output<typeof EndpointInput>, by: string): Promise<boolean> {
  const { name, enabled, description } = input;
  const wanted = wantedState(input, null);
  if ((await countEndpoints(sql)) >= LIMITS.endpoints)
    throw new LimitError(
      `There may be ${LIMITS.endpoints} endpoints. Delete one first.`,
      because("too_many_definitions", { maximum: LIMITS.endpoints }),
    );
  const id = await insertEndpoint(sql, { name, enabled, description, ...limitsOf(input) });
  if (id === null) return false;
  if (wanted) await writeState(sql, id, wanted, null, by);
  return true;
}

/** What answers newly does so as soon as it is warm in a process; what answered before stays what a roll-back goes to. */
export const changeEndpoint = hotWrite(
  "endpoints:write",
  AtVersion.extend({ change: EndpointChange }),
  async ({ sql, ctx, input: { name, version, change }, audit, unchanged }) => {
    const row = there(await lockEndpoint(sql, name), name);
    const before = endpointView(row);
    refuseStale(version, row, before);
    const answering = wantedState(change, row.live);
    const wanted = {
      enabled: change.enabled ?? row.enabled,
      description: change.description ?? row.description,
      maxRows: change.max_rows ?? row.maxRows,
      maxInFlight: change.max_in_flight ?? row.maxInFlight,
      deadlineMs: change.deadline_ms ?? row.deadlineMs,
      logRate: change.log_rate ?? row.logRate,
      logRows: change.log_rows ?? row.logRows,
    };
    const isSame =
      !answering &&
      wanted.enabled === row.enabled &&
      wanted.description === row.description &&
      wanted.maxRows === row.maxRows &&
      wanted.maxInFlight === row.maxInFlight &&
      wanted.deadlineMs === row.deadlineMs &&
      wanted.logRate === row.logRate &&
      wanted.logRows === row.logRows;
    if (isSame) return unchanged(before);
    const states = answering
      ? { live: await writeState(sql, row.id, answering, row.live, ctx.actor.id), previous: row.live.number }
      : { live: row.live.number, previous: row.previous?.number ?? null };
    await updateEndpoint(sql, row.id, { ...wanted, ...states });
    const after = await viewOf(sql, name);
    return audit("endpoint.change", { target: target(name), before, after }, after);
  },
);

/** What answered before answers again, with its shares; what answered until now is what a second roll-back goes to. */
export const rollBackEndpoint = hotWrite("endpoints:write", AtVersion, async ({ sql, input, audit }) => {
  const row = there(await lockEndpoint(sql, input.name), input.name);
  const before = endpointView(row);
  refuseStale(input.version, row, before);
  const { live, previous } = row;
  if (!previous)
    throw new ConflictError(
      `The endpoint ${row.name} has answered with nothing before.`,
      because("endpoint_nothing_before", { name: row.name }),
    );
  for (const variant of previous.variants) await refuseMissing(sql, variant, "/variant");
  await updateEndpoint(sql, row.id, { ...row, live: previous.number, previous: live.number });
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

function limitsOf(input: z.output<typeof EndpointInput>) {
  return {
    maxRows: input.max_rows,
    maxInFlight: input.max_in_flight,
    deadlineMs: input.deadline_ms,
    logRate: input.log_rate,
    logRows: input.log_rows,
  };
}

function endpointView(row: EndpointRow): EndpointView {
  return {
    name: row.name,
    enabled: row.enabled,
    ...stateView(row.live),
    previous: row.previous && stateView(row.previous),
    max_rows: row.maxRows,
    max_in_flight: row.maxInFlight,
    deadline_ms: row.deadlineMs,
    log_rate: row.logRate,
    log_rows: row.logRows,
    description: row.description,
    version: row.version,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}
