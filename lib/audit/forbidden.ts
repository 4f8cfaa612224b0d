import type { Actor } from "@/lib/platform/context";
import { ForbiddenError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { leastRole, type Permission } from "./permissions";

/** Names the missing permission and the way to get it: another token, or another role. */
export function forbidden({ type }: Actor, permission: Permission): ForbiddenError {
  const role = leastRole(permission);
  if (type === "token" && permission === "self:write")
    return new ForbiddenError(
      permission,
      "Only a person who has signed in may do this; no token can.",
      because("only_people"),
    );
  if (type === "token")
    return new ForbiddenError(
      permission,
      `This token does not have the scope ${permission}. A token's scopes cannot be changed: make a new token with this one among them. Its owner needs the role ${role} or a higher one.`,
      because("no_scope", { scope: permission, role }),
    );
  if (type === "attempt")
    return new ForbiddenError(
      permission,
      `A task's own token may not do this. An API token with the scope ${permission} may: keep one as a variable and name it in the task's secrets.`,
      because("not_by_tasks", { scope: permission }),
    );
  return new ForbiddenError(
    permission,
    `This needs the permission ${permission}, which the role ${role} has. Ask an admin of the team for that role.`,
    because("no_permission", { permission, role }),
  );
}
