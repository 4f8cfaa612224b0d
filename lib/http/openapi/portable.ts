/** Regular expressions that only ECMAScript reads: flags after the pattern, and classes such as \p{L}. */
const FOREIGN = /\/[a-z]+$|\\p\{/;

/**
 * Makes the document portable, in place. Removes patterns that only ECMAScript has, because other tools then refuse the
 * whole document; descriptions mention them. A nullable reference becomes "this or null", because the generator writes
 * that it is both.
 */
export function portable<T>(value: T): T {
  if (!isObject(value)) return value;
  if (typeof value.pattern === "string" && FOREIGN.test(value.pattern)) delete value.pattern;
  const [named, more, ...others] = Array.isArray(value.allOf) ? value.allOf : [];
  if (isObject(named) && "$ref" in named && isObject(more) && others.length === 0) {
    const { type, ...rest } = more;
    if (Array.isArray(type) && type.includes("null")) {
      delete value.allOf;
      Object.assign(value, rest, { anyOf: [named, { type: "null" }] });
    }
  }
  for (const inner of Object.values(value)) portable(inner);
  return value;
}

/**
 * Component names, each after those that it refers to. The generator keeps the first form of a name that it meets, even
 * a nullable one; in this order each is met by itself.
 */
export function innermostFirst(components: Readonly<Record<string, unknown>>): string[] {
  const order = new Set<string>();
  const visit = (id: string, above: readonly string[]): void => {
    if (order.has(id) || above.includes(id) || !(id in components)) return;
    for (const [, to] of JSON.stringify(components[id]).matchAll(/"#\/components\/schemas\/([^"]+)"/g))
      if (to) visit(to, [...above, id]);
    order.add(id);
  };
  for (const id of Object.keys(components)) visit(id, []);
  return [...order];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
