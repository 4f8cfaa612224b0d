import * as z from "zod";
import { poolSql, type Tx, txSql } from "@/lib/platform/db";
import { ConflictError, NotFoundError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { refuseStale } from "@/lib/platform/refuse-stale";
import { read, write } from "@/lib/verbs";
import * as repository from "./repository";
import { PoolChange, PoolInput, type PoolView, type SettingUsers } from "./schema";
import { DEFAULT_POOL } from "./values";

const ByName = z.strictObject({ name: z.string().max(200) });
const AtVersion = ByName.extend({ version: z.number().int().optional() });
const NAMED = 5;

/** By name, each with the slots in use and the tasks that wait for slots. */
export const listPools = read("settings:read", z.strictObject({}), async (ctx) => {
  const [rows, loads] = await Promise.all([
    repository.listPoolRows(ctx.db.prisma),
    repository.poolLoads(poolSql(ctx.db.pool)),
  ]);
  return { data: rows.map((row) => poolView(row, loads)) };
});

export const getPool = read("settings:read", ByName, async (ctx, { name }) => {
  const row = await repository.findPool(ctx.db.prisma, name);
  if (!row) throw new NotFoundError("pool", name);
  return poolView(row, await repository.poolLoads(poolSql(ctx.db.pool)));
});

export const listPoolUsers = read(
  "settings:read",
  ByName,
  async (ctx, { name }): Promise<SettingUsers> => ({
    data: await repository.listUsers(poolSql(ctx.db.pool), "pool", name),
  }),
);

/** ConflictError when the name is taken. */
export const createPool = write("settings:write", PoolInput, async ({ tx, input, audit, event }) => {
  if (await repository.findPool(tx, input.name))
    throw ConflictError.taken(
      "/name",
      input.name,
      `There is already a pool ${JSON.stringify(input.name)}. Change that one instead.`,
    );
  const row = await repository.insertPool(tx, input);
  event({ topic: "setting", id: row.name });
  return audit("pool.create", { target: targetOf(row), after: recorded(row) }, poolView(row, []));
});

/** With fewer slots than are in use, running tasks go on and no new ones start until there is room. */
export const changePool = write(
  "settings:write",
  AtVersion.extend({ change: PoolChange }),
  async ({ tx, input: { name, version, change }, audit, unchanged, event }) => {
    const before = await lockedPool(tx, name, version);
    const loads = await repository.poolLoads(txSql(tx));
    const slots = change.slots ?? before.slots;
    const description = change.description === undefined ? before.description : change.description;
    if (slots === before.slots && description === before.description)
      return unchanged(poolView(before, loads));
    const after = await repository.updatePool(tx, name, { slots, description });
    event({ topic: "setting", id: name });
    return audit(
      "pool.change",
      { target: targetOf(after), before: recorded(before), after: recorded(after) },
      poolView(after, loads),
    );
  },
);

/** Refused for the default pool, and while a live pipeline or an unfinished run needs the pool; the message names them. */
export const deletePool = write("settings:write", AtVersion, async ({ tx, input, audit, event }) => {
  const before = await lockedPool(tx, input.name, input.version);
  if (before.name === DEFAULT_POOL)
    throw new ConflictError(
      `${DEFAULT_POOL} stays: tasks that name no pool run in it. Change its slots instead.`,
      because("default_pool", { pool: DEFAULT_POOL }),
    );
  const users = (await repository.listUsers(txSql(tx), "pool", before.name)).filter((user) => !user.is_stale);
  if (users.length > 0) {
    const more = users.length > NAMED ? ` and ${users.length - NAMED} more` : "";
    const names = users.slice(0, NAMED).map((user) => user.dag_id);
    throw new ConflictError(
      `Pipelines use this pool: ${names.join(", ")}${more}. Move their tasks to another pool first.`,
      because("pool_in_use", { pipelines: `${names.join(", ")}${more}` }),
    );
  }
  const tasks = await repository.countPoolTasks(txSql(tx), before.name);
  if (tasks > 0)
    throw new ConflictError(
      `${tasks} tasks of runs that have not ended use this pool. Wait for them or cancel the runs first.`,
      because("pool_has_tasks", { count: tasks }),
    );
  await repository.deletePoolRow(tx, before.name);
  event({ topic: "setting", id: before.name });
  return audit("pool.delete", { target: targetOf(before), before: recorded(before) }, undefined);
});

async function lockedPool(tx: Tx, name: string, version: number | undefined) {
  await repository.lockSetting(tx, "pool", name);
  const row = await repository.findPool(tx, name);
  if (!row) throw new NotFoundError("pool", name);
  refuseStale(version, row, poolView(row, await repository.poolLoads(txSql(tx))));
  return row;
}

const targetOf = (row: repository.PoolRow) => ({ type: "pool", id: row.name });
const recorded = ({ name, slots, description, version }: repository.PoolRow) => ({
  name,
  slots,
  description,
  version,
});

function poolView(row: repository.PoolRow, loads: readonly repository.PoolLoad[]): PoolView {
  const load = loads.find((one) => one.pool === row.name);
  return {
    name: row.name,
    slots: row.slots,
    description: row.description,
    running_slots: load?.running_slots ?? 0,
    queued_slots: load?.queued_slots ?? 0,
    waiting_tasks: load?.waiting_tasks ?? 0,
    version: row.version,
    created_at: row.createdAt.toISOString(),
  };
}
