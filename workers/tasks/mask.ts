import { createMaskStream, type MaskStream } from "./mask/mask-stream";
import { valuesAutomaton } from "./mask/values-automaton";

const MASK = "***";
/** Shorter values are easily guessed, and hiding them would blacken half the log. */
const SHORTEST = 4;

/** Hides values in all output of a task, each character literal or in any of its escapes. */
export type Mask = {
  text(text: string): string;
  /** Hides values in every text, key and number of JSON. */
  json(value: unknown): unknown;
  /** For output in chunks; make one for each stream. */
  stream(): MaskStream;
};

export function createMask(values: readonly string[]): Mask {
  const forms = formsOf(values);
  if (forms.length === 0) return { text: (text) => text, json: (value) => value, stream: () => UNMASKED };
  const automaton = valuesAutomaton(forms);
  const whole = createMaskStream(automaton);
  const text = (given: string) => {
    const bytes = Buffer.from(given);
    const masked = [whole.push(bytes), whole.flush()];
    // Returns the same object when nothing is hidden.
    return masked.reduce((sum, part) => sum + part.length, 0) === bytes.length && !masked.some(hasMask)
      ? given
      : Buffer.concat(masked).toString();
  };
  const json = (value: unknown): unknown => {
    if (typeof value === "string") return text(value);
    if (typeof value === "number") return text(String(value)) === String(value) ? value : MASK;
    if (Array.isArray(value)) return value.map(json);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [text(key), json(item)]));
  };
  return { text, json, stream: () => createMaskStream(automaton) };
}

const UNMASKED: MaskStream = { push: (bytes) => bytes, flush: () => Buffer.alloc(0) };
const hasMask = (part: Buffer) => part.includes(MASK);

/** Search terms: a value, its lines, its Unicode forms, and base64 of all of these. */
function formsOf(values: readonly string[]): string[] {
  const long = (value: string) => value.length >= SHORTEST;
  const forms = values.filter(long).flatMap((value) => {
    const lines = value.split(/\r?\n/).map((line) => line.trim());
    const base64 = Buffer.from(value).toString("base64");
    const encoded = [base64, base64.replace(/=+$/, ""), Buffer.from(value).toString("base64url")];
    return [value, ...lines.filter(long), value.normalize("NFC"), value.normalize("NFD"), ...encoded];
  });
  return [...new Set(forms)];
}
