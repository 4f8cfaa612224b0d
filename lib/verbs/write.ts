import type * as z from "zod";
import {
  type AuditEntry,
  forbidden,
  type Permission,
  recordAudit,
  recordAuditSql,
  recordDenied,
} from "@/lib/audit";
import { type DomainEvent, nudgeReaders, recordEvents } from "@/lib/events";
import type { Ctx } from "@/lib/platform/context";
import { poolTransaction, type Sql, type Tx, txSql } from "@/lib/platform/db";
import { ForbiddenError } from "@/lib/platform/errors";
import { retrying } from "@/lib/platform/retrying";
import { parseInput } from "./parse-input";

type Audited<R> = { readonly audited: unique symbol; result: R };

type Common<I> = {
  ctx: Ctx;
  input: I;
  /** The only way to finish a write: `return audit("dag.pause", {target, before, after}, result)`. */
  audit<R>(action: `${string}.${string}`, entry: AuditEntry, result: R): Promise<Audited<R>>;
  /** Nothing to record because nothing changed (an idempotent repeat). */
  unchanged<R>(result: R): Audited<R>;
  /** Runs after the commit, in order; must not throw. */
  afterCommit(work: () => void): void;
  /** Recorded in the transaction, with all others at its end. A statement that records its own (`recording`) needs none. */
  event(event: DomainEvent): void;
};
export type WriteArgs<I> = Common<I> & { tx: Tx };
export type HotWriteArgs<I> = Common<I> & { sql: Sql };

/**
 * The one way to change something: permission, then parse, then one transaction that holds the change and its audit row.
 * The work may be done more than once, when the database asks for it; only its last transaction counts, and only what that
 * one wants done after its commit is done.
 */
export function write<S extends z.ZodType, R>(
  permission: Permission,
  schema: S,
  work: (args: WriteArgs<z.output<S>>) => Promise<Audited<R>>,
): (ctx: Ctx, input: z.input<S>) => Promise<R> {
  return perform(permission, schema, ({ ctx, events, ...rest }) =>
    ctx.db.prisma.$transaction(async (tx) => {
      const audit = auditing((action, entry) => recordAudit(tx, ctx, action, entry));
      const done = await work({ ...rest, ctx, tx, audit });
      await recordEvents(txSql(tx), events);
      return done;
    }),
  );
}

/** The same contract where somebody waits for milliseconds: bare SQL on one connection instead of Prisma's transaction. */
export function hotWrite<S extends z.ZodType, R>(
  permission: Permission,
  schema: S,
  work: (args: HotWriteArgs<z.output<S>>) => Promise<Audited<R>>,
): (ctx: Ctx, input: z.input<S>) => Promise<R> {
  return perform(permission, schema, ({ ctx, events, ...rest }) =>
    poolTransaction(ctx.db.pool, async (sql) => {
      const audit = auditing((action, entry) => recordAuditSql(sql, ctx, action, entry));
      const done = await work({ ...rest, ctx, sql, audit });
      await recordEvents(sql, events);
      return done;
    }),
  );
}

function perform<S extends z.ZodType, R>(
  permission: Permission,
  schema: S,
  transaction: (
    args: Omit<Common<z.output<S>>, "audit"> & { events: readonly DomainEvent[] },
  ) => Promise<Audited<R>>,
): (ctx: Ctx, input: z.input<S>) => Promise<R> {
  return async (ctx, raw) => {
    if (!ctx.actor.permissions.has(permission)) {
      await recordDenied(ctx, permission);
      throw forbidden(ctx.actor, permission);
    }
    const input = parseInput(schema, raw);
    const { done, after } = await retrying(async () => {
      // Of this try alone: what one that was rolled back had in mind is forgotten with it.
      const wishes: (() => void)[] = [];
      const events: DomainEvent[] = [];
      const end = await transaction({
        ctx,
        input,
        unchanged: audited,
        afterCommit: (next) => wishes.push(next),
        event: (event) => events.push(event),
        events,
      });
      return { done: end, after: wishes };
    }).catch(async (error: unknown) => {
      if (error instanceof ForbiddenError) await recordDenied(ctx, error.permission);
      throw error;
    });
    nudgeReaders(ctx.redis);
    for (const next of after) next();
    return done.result;
  };
}

function auditing(record: (action: string, entry: AuditEntry) => Promise<void>): Common<never>["audit"] {
  return async (action, entry, result) => {
    await record(action, entry);
    return audited(result);
  };
}

/** The brand exists only in types: `work` cannot return without having called audit() or unchanged(). */
function audited<R>(result: R): Audited<R> {
  return { result } as Audited<R>;
}
