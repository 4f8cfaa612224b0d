import type * as z from "zod";
import type { Actor } from "@/lib/platform/context";
import type { Me } from "./schema";

/** Lets a script find the owner and the permissions of its token. Needs no permission. */
export function whoAmI({ actor }: { actor: Actor }): z.infer<typeof Me> {
  return {
    actor: { type: actor.type, id: actor.id, name: actor.name, role: actor.role },
    permissions: [...actor.permissions].sort(),
    locale: actor.locale ?? null,
    time_zone: actor.timeZone ?? null,
  };
}
