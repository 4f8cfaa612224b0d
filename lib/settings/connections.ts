import * as z from "zod";
import type { Deps } from "@/lib/platform/context";
import { poolSql, type Tx } from "@/lib/platform/db";
import { ConflictError, NotFoundError } from "@/lib/platform/errors";
import { refuseStale } from "@/lib/platform/refuse-stale";
import { read, write } from "@/lib/verbs";
import { isMoved } from "./moved-connection";
import * as repository from "./repository";
import { ConnectionChange, ConnectionInput, type ConnectionView, type SettingUsers } from "./schema";
import { openText, sealText } from "./secret-text";

const ById = z.strictObject({ id: z.string().max(200) });
const AtVersion = ById.extend({ version: z.number().int().optional() });

/** By id, without password and extra. */
export const listConnections = read("settings:read", z.strictObject({}), async (ctx) => ({
  data: (await repository.listConnectionRows(ctx.db.prisma)).map(connectionView),
}));

export const getConnection = read("settings:read", ById, async (ctx, { id }) => {
  const row = await repository.findConnection(ctx.db.prisma, id);
  if (!row) throw new NotFoundError("connection", id);
  return connectionView(row);
});

export const listConnectionUsers = read(
  "settings:read",
  ById,
  async (ctx, { id }): Promise<SettingUsers> => ({
    data: await repository.listUsers(poolSql(ctx.db.pool), "connection", id),
  }),
);

/** ConflictError when the id is taken. */
export const createConnection = write(
  "settings:write",
  ConnectionInput,
  async ({ tx, ctx, input, audit, event }) => {
    if (await repository.findConnection(tx, input.id))
      throw ConflictError.taken(
        "/id",
        input.id,
        `There is already a connection ${JSON.stringify(input.id)}. Change that one instead.`,
      );
    const row = await repository.insertConnection(tx, {
      id: input.id,
      type: input.type,
      ...columns(ctx, input.id, input),
    });
    event({ topic: "setting", id: row.id });
    return audit(
      "connection.create",
      { target: targetOf(row), after: connectionView(row) },
      connectionView(row),
    );
  },
);

/**
 * Changes the given fields. A password or extra that is left out stays; null removes it. See `isMoved` for a changed
 * address.
 */
export const changeConnection = write(
  "settings:write",
  AtVersion.extend({ change: ConnectionChange }),
  async ({ tx, ctx, input: { id, version, change }, audit, unchanged, event }) => {
    const before = await lockedConnection(tx, id, version);
    if (Object.keys(change).length === 0) return unchanged(connectionView(before));
    const moved = isMoved(before, change);
    const after = await repository.updateConnection(tx, id, columns(ctx, id, change));
    event({ topic: "setting", id });
    return audit(
      "connection.change",
      {
        target: targetOf(after),
        before: connectionView(before),
        after: connectionView(after),
        detail: { fields: Object.keys(change), address_changed: moved },
      },
      connectionView(after),
    );
  },
);

export const deleteConnection = write("settings:write", AtVersion, async ({ tx, input, audit, event }) => {
  const before = await lockedConnection(tx, input.id, input.version);
  await repository.deleteConnectionRow(tx, before.id);
  event({ topic: "setting", id: before.id });
  return audit("connection.delete", { target: targetOf(before), before: connectionView(before) }, undefined);
});

/** A connection with `password` and `extra` in plain text, for a task. */
export type OpenConnection = {
  id: string;
  type: string;
  host: string | null;
  port: number | null;
  login: string | null;
  database: string | null;
  password: string | null;
  extra: Record<string, unknown>;
};

/** For workers only. Throws NotFoundError with the connection's id. */
export async function readConnection(deps: Pick<Deps, "db" | "secret">, id: string): Promise<OpenConnection> {
  const row = await repository.findConnection(deps.db.prisma, id);
  if (!row) throw new NotFoundError("connection", id);
  const { type, host, port, login, database, passwordEnc, extraEnc } = row;
  return {
    id,
    type,
    host,
    port,
    login,
    database,
    password: passwordEnc === null ? null : openText(deps, `connection:${id}:password`, passwordEnc),
    extra: extraEnc === null ? {} : extraOf(openText(deps, `connection:${id}:extra`, extraEnc)),
  };
}

async function lockedConnection(tx: Tx, id: string, version: number | undefined) {
  await repository.lockSetting(tx, "connection", id);
  const row = await repository.findConnection(tx, id);
  if (!row) throw new NotFoundError("connection", id);
  refuseStale(version, row, connectionView(row));
  return row;
}

/** Writes the given fields only. Secrets are sealed for this row and column. */
function columns(deps: Pick<Deps, "secret">, id: string, given: z.output<typeof ConnectionChange>) {
  const { password, extra, ...plain } = given;
  return {
    ...present(plain),
    ...(password === undefined
      ? {}
      : { passwordEnc: password === null ? null : sealText(deps, `connection:${id}:password`, password) }),
    ...(extra === undefined
      ? {}
      : {
          extraEnc: extra === null ? null : sealText(deps, `connection:${id}:extra`, JSON.stringify(extra)),
        }),
  };
}

/** The guarantee: undefined values are left out. */
function present<T extends object>(given: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

/** The guarantee: only `columns` above writes here, and it writes objects. */
function extraOf(text: string): Record<string, unknown> {
  return JSON.parse(text) as Record<string, unknown>;
}

const targetOf = (row: repository.ConnectionRow) => ({ type: "connection", id: row.id });

function connectionView(row: repository.ConnectionRow): ConnectionView {
  return {
    id: row.id,
    type: row.type,
    host: row.host,
    port: row.port,
    login: row.login,
    database: row.database,
    has_password: row.passwordEnc !== null,
    has_extra: row.extraEnc !== null,
    description: row.description,
    version: row.version,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}
