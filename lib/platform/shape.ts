import { type FieldError, InvalidError } from "./errors";
import { because, type Reason } from "./reasons";

/** Assigning this name sets the object's prototype. Nobody needs it as data, and attacks do. */
const FORBIDDEN = "__proto__";

/** Limits of foreign JSON in depth and size. */
export type ShapeLimits = { depth: number; values: number };

/**
 * Refuses what later steps could not survive: cyclic or very deep nesting (a YAML alias may point at its parent), more
 * values than `limits` allows (aliases that double), texts and numbers that JSON or Postgres cannot store, and names
 * such as __proto__. No recursion. Throws InvalidError with a JSON pointer to the first such place. Parts that were
 * `seenBefore` are not looked through again.
 */
export function refuseShape(
  raw: unknown,
  limits: ShapeLimits,
  seenBefore?: Pick<WeakSet<object>, "has">,
): void {
  const open: Held[] = [{ value: raw, key: "", parent: null, depth: 0 }];
  let seen = 1;
  for (let held = open.pop(); held; held = open.pop()) {
    const { value, key: name, depth } = held;
    if (isUnstorable(name) || isUnstorable(value))
      throw refused(held, because("no_nul"), "holds a NUL or half a character, which no text may");
    if (typeof value === "bigint")
      throw refused(held, because("number_too_large"), "is a number too large to be kept");
    if (isNotFinite(value)) throw refused(held, because("not_finite"), `is ${value}, which JSON cannot hold`);
    if (typeof value !== "object" || value === null) continue;
    if (depth >= limits.depth)
      throw refused(
        held,
        because("too_deep", { maximum: limits.depth }),
        `nests deeper than ${limits.depth} levels`,
        FIRST_NAMES,
      );
    // Most values are numbers in lists: those cost a look and nothing more.
    const names = Array.isArray(value) ? null : Object.keys(value);
    const count = Array.isArray(value) ? value.length : (names?.length ?? 0);
    seen += count;
    for (let at = 0; at < count; at += 1) {
      const key = names ? (names[at] ?? "") : at;
      if (seen > limits.values)
        throw refused(
          null,
          because("too_large", { unit: "values", maximum: limits.values }),
          `this holds more than ${limits.values} values`,
        );
      const one = partOf(value, key);
      if (names === null && typeof one === "number" && Number.isFinite(one)) continue;
      if (key === FORBIDDEN)
        throw refused(
          { value: one, key, parent: held, depth: depth + 1 },
          because("forbidden_name", { name: key }),
          "is not a name a field may have",
        );
      if (
        (typeof one === "object" && one !== null && !seenBefore?.has(one)) ||
        typeof one === "bigint" ||
        isNotFinite(one) ||
        isUnstorable(key) ||
        isUnstorable(one)
      )
        open.push({ value: one, key, parent: held, depth: depth + 1 });
    }
  }
}

/** The guarantee: the key is one of the object's own. */
const partOf = (value: object, key: string | number): unknown =>
  (value as Record<string | number, unknown>)[key];

/** Postgres refuses NUL and half surrogate pairs in JSON. */
function isUnstorable(text: unknown): boolean {
  // Few texts hold either unit, and without pairs the first look is cheap.
  return typeof text === "string" && /[\0\uD800-\uDFFF]/.test(text) && /\0|\p{Surrogate}/u.test(text);
}

const isNotFinite = (value: unknown): boolean => typeof value === "number" && !Number.isFinite(value);

type Held = { value: unknown; key: PropertyKey; parent: Held | null; depth: number };
/** Longer paths do not help a reader. */
const FIRST_NAMES = 3;

/** RFC 6901. */
export function pointerOf(path: readonly PropertyKey[]): string {
  return `/${path.map((part) => String(part).replaceAll("~", "~0").replaceAll("/", "~1")).join("/")}`;
}

function refused(
  at: Held | null,
  reason: Reason,
  problem: string,
  mostNames = Number.POSITIVE_INFINITY,
): InvalidError {
  const path: PropertyKey[] = [];
  for (let held = at; held?.parent; held = held.parent) path.unshift(held.key);
  const shown = path.slice(0, mostNames);
  const detail = shown.length === 0 ? problem : `${shown.map(String).join(".")} ${problem}`;
  const error: FieldError = { pointer: pointerOf(shown), ...reason, detail };
  return new InvalidError(error.detail, [error]);
}
