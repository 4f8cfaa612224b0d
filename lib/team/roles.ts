import { leastRole, PERMISSIONS, type Permission } from "@/lib/audit";
import type { Role } from "./schema";

const upTo = (...roles: readonly Role[]): ReadonlySet<Permission> =>
  new Set(PERMISSIONS.filter((permission) => roles.includes(leastRole(permission))));

/** Viewer reads, editor also runs and edits, admin also manages people, secrets and reads the audit log. */
export const ROLE_PERMISSIONS: Record<Role, ReadonlySet<Permission>> = {
  viewer: upTo("viewer"),
  editor: upTo("viewer", "editor"),
  admin: new Set(PERMISSIONS),
};

/** A token never exceeds its owner's role of this moment; "self:write" is for people, not for tokens. */
export function tokenPermissions(role: Role, scopes: readonly string[]): ReadonlySet<string> {
  return new Set(
    [...ROLE_PERMISSIONS[role]].filter(
      (permission) => permission !== "self:write" && scopes.includes(permission),
    ),
  );
}
