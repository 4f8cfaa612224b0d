import * as z from "zod";

/** One thing that an import cannot bring: what it is, and why. */
export const Refusal = z.object({ kind: z.string(), id: z.string(), problem: z.string() });
export type Refusal = z.infer<typeof Refusal>;

const MOST_OF_A_NAME = 300;

/**
 * What other servers took over the years is not always what is taken here. A thing that is not fine is left out and named,
 * so that it does not keep what stands beside it from coming.
 */
export function sift<S extends z.ZodType>(
  schema: S,
  items: readonly unknown[],
  kind: string,
  nameOf: (item: unknown, at: number) => string,
): { kept: z.output<S>[]; refused: Refusal[] } {
  const kept: z.output<S>[] = [];
  const refused: Refusal[] = [];
  for (const [at, item] of items.entries()) {
    const parsed = schema.safeParse(item);
    if (parsed.success) kept.push(parsed.data);
    else refused.push(refusal(kind, nameOf(item, at), problemOf(parsed.error)));
  }
  return { kept, refused };
}

export function refusal(kind: string, id: string, problem: string): Refusal {
  return { kind, id: id.slice(0, MOST_OF_A_NAME), problem: problem.slice(0, 1_000) };
}

/** What a thing says of itself under this name, for one who looks for it. */
export function namedBy(field: string, before = ""): (item: unknown, at: number) => string {
  return (item, at) => {
    const held: unknown = typeof item === "object" && item !== null ? Reflect.get(item, field) : undefined;
    return before + (typeof held === "string" || typeof held === "number" ? String(held) : `#${at}`);
  };
}

function problemOf(error: z.ZodError): string {
  const [first] = error.issues;
  if (!first) return "is not valid";
  const where = first.path.length > 0 ? `${first.path.join(".")}: ` : "";
  return where + first.message;
}
