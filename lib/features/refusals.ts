import { ConflictError, InvalidError, LimitError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { LIMITS } from "./values";

const NAMED = 5;

/** Throws ConflictError while others need it. `users` are their names. */
export function refuseInUse(
  what: string,
  kind: "views" | "services" | "on-demand views" | "endpoints",
  users: readonly string[],
): void {
  if (users.length === 0) return;
  const more = users.length > NAMED ? ` and ${users.length - NAMED} more` : "";
  const named = `${users.slice(0, NAMED).join(", ")}${more}`;
  throw new ConflictError(
    `The ${kind} ${named} use ${what}. Change or delete those first.`,
    because("feature_in_use", { name: what, users: named }),
  );
}

export function refuseTaken(kind: string, name: string, isThere: boolean): void {
  if (!isThere) return;
  throw ConflictError.taken(
    "/name",
    name,
    `There is already a ${kind} ${JSON.stringify(name)}. Change that one instead.`,
  );
}

export function refuseTooMany(kind: string, count: number): void {
  if (count < LIMITS.definitions) return;
  throw new LimitError(
    `There may be ${LIMITS.definitions} ${kind}. Delete one first.`,
    because("too_many_definitions", { maximum: LIMITS.definitions }),
  );
}

/** What a field names and is not there; `known` is what it may name. */
export function unknownName(
  pointer: string,
  kind: string,
  id: string,
  known: readonly string[],
): InvalidError {
  const first = known.slice(0, NAMED * 2);
  const more = known.length > first.length ? ", …" : "";
  const ways = known.length > 0 ? `There are: ${first.join(", ")}${more}.` : "There is none yet.";
  return InvalidError.field(
    pointer,
    `There is no ${kind} ${JSON.stringify(id)}. ${ways}`,
    because("not_there", { kind, id }),
  );
}

/** Throws for the first name that stands there twice. */
export function refuseTwice(pointerOf: (at: number) => string, names: readonly string[]): void {
  const seen = new Set<string>();
  for (const [at, name] of names.entries()) {
    if (seen.has(name))
      throw InvalidError.field(
        pointerOf(at),
        `${JSON.stringify(name)} stands there twice. Leave one out.`,
        because("duplicate", { name }),
      );
    seen.add(name);
  }
}
