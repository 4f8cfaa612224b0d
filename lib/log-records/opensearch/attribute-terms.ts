/** Between a name and a value. No name has it: control characters are taken out of records. */
const BETWEEN = "\u001f";
/** An index entry has at most 32,766 bytes; of a longer value its beginning is searched. */
const MAX_VALUE = 8_000;

export type Scalar = string | number | boolean;
export const KINDS = ["s", "n", "b"] as const;
type Kind = (typeof KINDS)[number];

export function before(name: string, kind: Kind): string {
  return `${name}${BETWEEN}${kind}`;
}

/** The entry of one value, with its type. */
export function valueTerm(name: string, value: Scalar): string {
  const kind = typeof value === "string" ? "s" : typeof value === "number" ? "n" : "b";
  return `${before(name, kind)}${String(value).slice(0, MAX_VALUE)}`;
}

/** The entry of a number, so that entries are in the order of numbers: its bits, negative ones turned round. */
export function numberTerm(name: string, value: number): string {
  const bytes = Buffer.alloc(8);
  // There is one zero.
  bytes.writeDoubleBE(value + 0);
  const bits = bytes.readBigUInt64BE();
  const sign = 1n << 63n;
  const ordered = bits & sign ? ~bits & ((1n << 64n) - 1n) : bits | sign;
  return `${name}${BETWEEN}${ordered.toString(16).padStart(16, "0")}`;
}

/** The first and the last entry that a number of this name could have. */
export function numberLimits(name: string): { lowest: string; highest: string } {
  return { lowest: `${name}${BETWEEN}0`, highest: `${name}${BETWEEN}g` };
}

/** Entries of a record's attributes. A list has those of each of its values. */
export function attributeTerms(attrs: Readonly<Record<string, unknown>>) {
  const values: string[] = [];
  const numbers: string[] = [];
  for (const [name, value] of Object.entries(attrs)) {
    for (const one of Array.isArray(value) ? value : [value])
      if (isScalar(one)) values.push(valueTerm(name, one));
    if (typeof value === "number") numbers.push(numberTerm(name, value));
  }
  return { keys: Object.keys(attrs), values, numbers };
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}
