import type * as z from "zod";
import type { Ctx } from "@/lib/platform/context";
import type { Tx } from "@/lib/platform/db";
import { ForbiddenError, InvalidError } from "@/lib/platform/errors";
import { type LiveEvent, publishEvent } from "@/lib/platform/events";
import type { Permission } from "./permissions";
import { type AuditEntry, recordAudit, recordDenied } from "./record";

type Audited<R> = { readonly audited: unique symbol; result: R };

export type WriteArgs<I> = {
  tx: Tx;
  ctx: Ctx;
  input: I;
  /** The only way to finish a write: `return audit("dag.pause", {target, before, after}, result)`. */
  audit<R>(action: `${string}.${string}`, entry: AuditEntry, result: R): Promise<Audited<R>>;
  /** Nothing to record because nothing changed (an idempotent repeat). */
  unchanged<R>(result: R): Audited<R>;
  /** Runs after the commit, in order; must not throw. */
  afterCommit(work: () => void): void;
  event(event: LiveEvent): void;
};

/** The one way to change something: permission, then parse, then one transaction that holds the change and its audit row. */
export function write<S extends z.ZodType, R>(
  permission: Permission,
  schema: S,
  work: (args: WriteArgs<z.output<S>>) => Promise<Audited<R>>,
): (ctx: Ctx, input: z.input<S>) => Promise<R> {
  return async (ctx, raw) => {
    if (!ctx.actor.permissions.has(permission)) {
      await recordDenied(ctx, permission);
      throw new ForbiddenError(permission);
    }
    const input = parseInput(schema, raw);
    const after: (() => void)[] = [];
    const done = await ctx.db.prisma.$transaction((tx) =>
      work({
        tx,
        ctx,
        input,
        async audit(action, entry, result) {
          await recordAudit(tx, ctx, action, entry);
          return audited(result);
        },
        unchanged: audited,
        afterCommit: (next) => after.push(next),
        event: (event) => after.push(() => publishEvent(ctx.redis, event)),
      }),
    );
    for (const next of after) next();
    return done.result;
  };
}

/** The one way to read on behalf of somebody: permission, parse, work. */
export function read<S extends z.ZodType, R>(
  permission: Permission,
  schema: S,
  work: (ctx: Ctx, input: z.output<S>) => Promise<R>,
): (ctx: Ctx, input: z.input<S>) => Promise<R> {
  return async (ctx, raw) => {
    if (!ctx.actor.permissions.has(permission)) throw new ForbiddenError(permission);
    return work(ctx, parseInput(schema, raw));
  };
}

export function parseInput<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((issue) => ({
    pointer: `/${issue.path.map(String).join("/")}`,
    code: issue.code ?? "invalid",
    detail: issue.message,
  }));
  const first = errors[0];
  throw new InvalidError(
    first ? `${first.pointer === "/" ? "Body" : first.pointer}: ${first.detail}` : "The input is not valid",
    errors,
  );
}

/** The brand exists only in types: `work` cannot return without having called audit() or unchanged(). */
function audited<R>(result: R): Audited<R> {
  return { result } as Audited<R>;
}
