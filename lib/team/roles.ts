import { PERMISSIONS, type Permission } from "@/lib/audit";
import type { Role } from "./schema";

const ADMIN_ONLY: readonly Permission[] = ["audit:read", "team:manage", "settings:write"];
const EDITOR: readonly Permission[] = ["pipelines:write", "runs:write", "artifacts:write"];
const isRead = (permission: Permission) => permission.endsWith(":read") && !ADMIN_ONLY.includes(permission);

/** Viewer reads, editor also runs and edits, admin also manages people, secrets and reads the audit log. */
export const ROLE_PERMISSIONS: Record<Role, ReadonlySet<Permission>> = {
  viewer: new Set([...PERMISSIONS.filter(isRead), "self:write"]),
  editor: new Set([...PERMISSIONS.filter(isRead), "self:write", ...EDITOR]),
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
