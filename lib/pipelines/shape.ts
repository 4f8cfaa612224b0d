import { type FieldError, InvalidError } from "@/lib/platform/errors";
import { LIMITS } from "./schema";

/** A name that assignment takes for the object's prototype: nobody needs it, and it is how objects are poisoned. */
const FORBIDDEN = "__proto__";

/**
 * Refuses what no later step should have to survive: endless or very deep nesting (a YAML alias may point at its own
 * parent), more values than a spec can hold (aliases that double), and names such as __proto__. No recursion.
 */
export function refuseShape(raw: unknown): void {
  const open: { value: unknown; path: readonly PropertyKey[] }[] = [{ value: raw, path: [] }];
  for (let seen = 1; ; seen++) {
    const next = open.pop();
    if (!next) return;
    const { value, path } = next;
    if (seen > LIMITS.values)
      throw refused([], "too_large", `the spec holds more than ${LIMITS.values} values`);
    if (typeof value === "bigint") throw refused(path, "invalid", "is a number too large for a spec");
    if (typeof value !== "object" || value === null) continue;
    if (path.length >= LIMITS.depth)
      throw refused(path.slice(0, 3), "too_deep", `nests deeper than ${LIMITS.depth} levels`);
    for (const key of Object.keys(value)) {
      if (key === FORBIDDEN)
        throw refused([...path, key], "forbidden_name", "is not a name a field may have");
      open.push({ value: Reflect.get(value, key), path: [...path, key] });
    }
  }
}

/** RFC 6901. */
export function pointerOf(path: readonly PropertyKey[]): string {
  return `/${path.map((part) => String(part).replaceAll("~", "~0").replaceAll("/", "~1")).join("/")}`;
}

function refused(path: readonly PropertyKey[], code: string, problem: string): InvalidError {
  const error: FieldError = {
    pointer: pointerOf(path),
    code,
    detail: path.length === 0 ? problem : `${path.map(String).join(".")} ${problem}`,
  };
  return new InvalidError(error.detail, [error]);
}
