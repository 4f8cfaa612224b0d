import { AppError, InvalidError } from "@/lib/platform/errors";
import { quoteLargeNumbers } from "@/lib/platform/large-numbers";

const UTF8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Reads a body as JSON without a look at its Content-Type. A whole number that a double would change becomes a text of its digits.
 * The error names NaN and Infinity, which Python writes.
 */
export function parseJsonText(bytes: Buffer): unknown {
  const text = decoded(bytes);
  try {
    return JSON.parse(quoteLargeNumbers(text));
  } catch {
    const hint = /\b(?:NaN|Infinity)\b/.test(text)
      ? " NaN and Infinity are not JSON: send null for what has no value."
      : "";
    throw new InvalidError(`The body is not JSON.${hint}`);
  }
}

function decoded(bytes: Buffer): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    throw new AppError("BAD_REQUEST", "The body is not UTF-8 text.");
  }
}
