import { ConflictError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import type { LiveAlias } from "./repository/tags";

type Users = { aliases?: readonly LiveAlias[]; endpoints?: readonly string[] };

/** Names everything that uses it, and what to do. `verb`: what is refused. */
export function refuseInUse(verb: "delete" | "rename", what: string, users: Users): void {
  const { aliases = [], endpoints = [] } = users;
  const found = [
    ...aliases.map(({ alias, version, isGuarded }) => ({
      pointer: `/aliases/${alias}`,
      words: `alias ${alias} → version ${version}${isGuarded ? " (guarded by a policy)" : ""}`,
    })),
    ...endpoints.map((name) => ({ pointer: `/endpoints/${name}`, words: `endpoint ${name}` })),
  ];
  if (found.length === 0) return;
  const all = found.map(({ words }) => words).join(", ");
  throw new ConflictError(
    `You cannot ${verb} ${what} while it is in use: ${all}. Move or remove these first.`,
    because("model_in_use", { users: all }),
    found.map(({ pointer, words }) => ({
      pointer,
      ...because("model_in_use", { users: words }),
      detail: words,
    })),
  );
}
