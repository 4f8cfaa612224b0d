import { AppError, InvalidError } from "@/lib/platform/errors";
import { parseExactJson } from "@/lib/platform/exact-json";

/** A body that was sent as JSON. Throws InvalidError, without the piece of the body that the parser quotes: it may be a password. */
export function parseJson(text: string): unknown {
  try {
    return parseExactJson(text);
  } catch (error) {
    if (error instanceof AppError) throw error;
    const message = error instanceof Error ? error.message : "unreadable";
    throw new InvalidError(`The body is not JSON: ${message.replace(/, (?:\.\.\.)?".*$/s, "")}`);
  }
}
