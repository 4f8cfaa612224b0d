import * as z from "zod";
import { forbidden, PERMISSIONS, type Permission } from "@/lib/audit";
import type { Actor, Ctx, Deps } from "@/lib/platform/context";
import { newId } from "@/lib/platform/ids";

const StoredActor = z.object({
  type: z.enum(["user", "token", "system", "attempt"]),
  id: z.string(),
  name: z.string(),
  role: z.string().nullable(),
  permissions: z.array(z.string()),
});

/** What the row keeps of who started a job. */
export function storedActor({ type, id, name, role, permissions }: Actor): string {
  const held = PERMISSIONS.filter((permission) => permissions.has(permission));
  return JSON.stringify({ type, id, name, role, permissions: held });
}

/** A context that acts as they did, however long ago that was. */
export function ctxOf(deps: Deps, stored: unknown): Ctx {
  const { permissions, ...actor } = StoredActor.parse(stored);
  return {
    ...deps,
    actor: { ...actor, permissions: new Set(permissions) },
    requestId: newId("req"),
    ip: null,
  };
}

export function refuseWithout({ actor }: Ctx, permissions: readonly string[]): void {
  for (const permission of permissions)
    if (!actor.permissions.has(permission)) throw forbidden(actor, asPermission(permission));
}

/** Rows hold permissions of this list; one that a release has dropped is nobody's any more. */
function asPermission(text: string): Permission {
  const known = PERMISSIONS.find((permission) => permission === text);
  if (!known) throw new Error(`There is no permission ${text} any more`);
  return known;
}
