/** What a value is as JSON, with the sign of -0, which JSON.stringify drops. Null when it would be longer than `most`. */
export function exactText(value: unknown, most: number): string | null {
  const weight = { left: most, hasNegativeZero: false };
  weigh(value, weight);
  if (weight.left < 0) return null;
  const text = weight.hasNegativeZero ? withNegativeZeros(value) : JSON.stringify(value);
  return text.length > most ? null : text;
}

type Weight = { left: number; hasNegativeZero: boolean };

/** Takes off at least the commas and the texts, and stops when nothing is left: what is too long is never made. */
function weigh(value: unknown, weight: Weight): void {
  weight.left -= 1;
  if (weight.left < 0) return;
  if (typeof value === "string") weight.left -= value.length;
  else if (value === 0 && Object.is(value, -0)) weight.hasNegativeZero = true;
  else if (Array.isArray(value)) for (const one of value) weigh(one, weight);
  else if (typeof value === "object" && value !== null)
    for (const [name, one] of Object.entries(value)) {
      weight.left -= name.length;
      weigh(one, weight);
    }
}

/** No text of a request holds a NUL, so this one is none of it. */
const MARK = "\0-0";
function withNegativeZeros(value: unknown): string {
  const marked = JSON.stringify(value, (_, one: unknown) => (Object.is(one, -0) ? MARK : one));
  return marked.replaceAll(JSON.stringify(MARK), "-0");
}
