import type { FieldError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { pointerOf } from "@/lib/platform/shape";

/** Far more than a form needs; larger schemas take seconds to compile at each run. */
const MOST = { bytes: 128 * 1024, depth: 32, schemas: 1_000, references: 100, patterns: 100, pattern: 1_000 };
const REFERENCES = new Set(["$ref", "$dynamicRef"]);

/** The first limit that a `params` schema exceeds, or null. */
export function schemaOversize(params: object): FieldError | null {
  const bytes = Buffer.byteLength(JSON.stringify(params));
  if (bytes > MOST.bytes) return tooLarge([], "bytes", MOST.bytes);
  const open: { value: object; path: PropertyKey[] }[] = [{ value: params, path: [] }];
  const found = { schemas: 0, references: 0, patterns: 0 };
  for (let at = open.pop(); at; at = open.pop()) {
    const { value, path } = at;
    if (path.length > MOST.depth)
      return {
        pointer: pointerOf(["params", ...path.slice(0, 3)]),
        ...because("too_deep", { maximum: MOST.depth }),
        detail: `params nests deeper than ${MOST.depth} levels`,
      };
    found.schemas += 1;
    for (const [key, inside] of Object.entries(value)) {
      const name = path.at(-1) === "patternProperties" ? key : key === "pattern" ? inside : null;
      if (typeof name === "string") {
        found.patterns += 1;
        if (name.length > MOST.pattern) return tooLarge([...path, key], "characters", MOST.pattern);
      }
      if (REFERENCES.has(key)) found.references += 1;
      if (typeof inside === "object" && inside !== null) open.push({ value: inside, path: [...path, key] });
    }
    for (const unit of ["schemas", "references", "patterns"] as const)
      if (found[unit] > MOST[unit]) return tooLarge([], unit, MOST[unit]);
  }
  return null;
}

function tooLarge(path: PropertyKey[], unit: string, maximum: number): FieldError {
  return {
    pointer: pointerOf(["params", ...path]),
    ...because("too_large", { unit, maximum }),
    detail: `params has more than ${maximum} ${unit}`,
  };
}
