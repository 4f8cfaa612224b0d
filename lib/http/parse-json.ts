import { AppError, InvalidError } from "@/lib/platform/errors";
import { parseExactJson } from "@/lib/platform/exact-json";

/** Parses a JSON body. Throws InvalidError without the parser's excerpt of the body, which may be a password. */
export function parseJson(text: string): unknown {
  try {
    return parseExactJson(text);
  } catch (error) {
    if (error instanceof AppError) throw error;
    const message = error instanceof Error ? error.message : "unreadable";
    throw new InvalidError(`The body is not JSON: ${message.replace(/, (?:\.\.\.)?".*$/s, "")}`);
  }
}
