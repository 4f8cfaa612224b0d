import type { Permission } from "@/lib/audit/permissions";
import type { Actor, Ctx, Deps } from "@/lib/platform/context";
import { newId } from "@/lib/platform/ids";

/** The context of a person with these permissions ("everything" for all). */
export function testCtx(
  deps: Deps,
  permissions: readonly Permission[] | "everything" = "everything",
  actor: Partial<Actor> = {},
): Ctx {
  const all: ReadonlySet<string> = Object.assign(new Set<string>(), { has: () => true });
  return {
    ...deps,
    actor: {
      type: "user",
      id: newId("usr"),
      name: "Test Person",
      role: "admin",
      permissions: permissions === "everything" ? all : new Set(permissions),
      ...actor,
    },
    requestId: newId("req"),
    ip: "127.0.0.1",
  };
}
