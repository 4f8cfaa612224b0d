import type * as z from "zod";
import { forbidden, type Permission } from "@/lib/audit";
import type { Ctx } from "@/lib/platform/context";
import { retrying } from "@/lib/platform/retrying";
import { parseInput } from "./parse-input";

/**
 * The one way to read on behalf of somebody: permission, parse, work. A replica breaks a read off that its recovery gets in
 * the way of, as a deadlock does: such a read is done again.
 */
export function read<S extends z.ZodType, R>(
  permission: Permission,
  schema: S,
  work: (ctx: Ctx, input: z.output<S>) => Promise<R>,
): (ctx: Ctx, input: z.input<S>) => Promise<R> {
  return async (ctx, raw) => {
    if (!ctx.actor.permissions.has(permission)) throw forbidden(ctx.actor, permission);
    const input = parseInput(schema, raw);
    return retrying(() => work(ctx, input));
  };
}
