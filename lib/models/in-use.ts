import { ConflictError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import type { LiveAlias } from "./repository/tags";

/** Names everything that uses it, and what to do. */
export function refuseInUse(what: string, users: readonly LiveAlias[]): void {
  if (users.length === 0) return;
  const words = users.map(
    ({ alias, version, isGuarded }) =>
      `alias ${alias} → version ${version}${isGuarded ? " (guarded by a policy)" : ""}`,
  );
  throw new ConflictError(
    `You cannot delete ${what} while it is in use: ${words.join(", ")}. Move or remove these aliases first.`,
    because("model_in_use", { users: words.join(", ") }),
    users.map(({ alias }, at) => ({
      pointer: `/aliases/${alias}`,
      ...because("model_in_use", { users: words[at] ?? alias }),
      detail: words[at] ?? alias,
    })),
  );
}
