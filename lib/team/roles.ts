import { leastRole, PERMISSIONS, type Permission } from "@/lib/audit";
import type { Role } from "./schema";

const upTo = (...roles: readonly Role[]): ReadonlySet<Permission> =>
  new Set(PERMISSIONS.filter((permission) => roles.includes(leastRole(permission))));

/** A viewer reads, an editor also runs and edits, an admin also manages people and secrets and reads the audit log. */
export const ROLE_PERMISSIONS: Record<Role, ReadonlySet<Permission>> = {
  viewer: upTo("viewer"),
  editor: upTo("viewer", "editor"),
  admin: new Set(PERMISSIONS),
};

/** A token never exceeds the present role of its owner. "self:write" is for people only. */
export function tokenPermissions(role: Role, scopes: readonly string[]): ReadonlySet<string> {
  return new Set(
    [...ROLE_PERMISSIONS[role]].filter(
      (permission) => permission !== "self:write" && scopes.includes(permission),
    ),
  );
}
