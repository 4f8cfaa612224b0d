import { forbidden, PERMISSIONS } from "@/lib/audit";
import type { Ctx } from "@/lib/platform/context";
import { ROLE_PERMISSIONS } from "./roles";
import { Role } from "./schema";

/**
 * Refuses permissions that the caller lacks, so that a token with few scopes cannot create something with more. Skips
 * `self:write`, which every person has and no token can. Throws ForbiddenError.
 */
export function refuseBeyondCaller({ actor }: Ctx, permissions: readonly string[]): void {
  const beyond = PERMISSIONS.find(
    (one) => one !== "self:write" && permissions.includes(one) && !actor.permissions.has(one),
  );
  if (beyond) throw forbidden(actor, beyond);
}

/** The same for the roles that a caller assigns, and those of the people that they change. */
export function refuseRolesBeyondCaller(ctx: Ctx, ...roles: readonly string[]): void {
  for (const role of roles) refuseBeyondCaller(ctx, [...ROLE_PERMISSIONS[Role.parse(role)]]);
}
