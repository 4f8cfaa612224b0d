/** Attributes and values of OpenTelemetry as what they stand for. */
type Attributes = readonly { key: string; value?: unknown }[];

export function plain(attributes: Attributes): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, plainValue(value, 0)]));
}

const MAX_DEPTH = 8;

/** {stringValue: "a"} is "a": whichever kind there is, lists and maps of them too. Whole numbers of 64 bits stay text. */
export function plainValue(value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null || depth > MAX_DEPTH) return null;
  const [[kind, held] = ["", null]] = Object.entries(value);
  if (kind === "intValue") return Number.isSafeInteger(Number(held)) ? Number(held) : String(held);
  if (kind === "arrayValue") return listOf(held).map((one) => plainValue(one, depth + 1));
  if (kind !== "kvlistValue") return held;
  return Object.fromEntries(
    listOf(held).map((one) => {
      const { key, value: inner } = Object(one);
      return [String(key), plainValue(inner, depth + 1)];
    }),
  );
}

function listOf(held: unknown): unknown[] {
  const { values } = Object(held);
  return Array.isArray(values) ? values : [];
}
