import { forbidden, PERMISSIONS } from "@/lib/audit";
import type { Ctx } from "@/lib/platform/context";
import { ROLE_PERMISSIONS } from "./roles";
import { Role } from "./schema";

/**
 * Nobody gives what they do not have, and a token with few scopes does not make somebody, or something, with more.
 * `self:write` is left out: every person has it and no token can. Throws ForbiddenError.
 */
export function refuseBeyondCaller({ actor }: Ctx, permissions: readonly string[]): void {
  const beyond = PERMISSIONS.find(
    (one) => one !== "self:write" && permissions.includes(one) && !actor.permissions.has(one),
  );
  if (beyond) throw forbidden(actor, beyond);
}

/** The same for whole roles: those that are given, and those of people who are changed. */
export function refuseRolesBeyondCaller(ctx: Ctx, ...roles: readonly string[]): void {
  for (const role of roles) refuseBeyondCaller(ctx, [...ROLE_PERMISSIONS[Role.parse(role)]]);
}
