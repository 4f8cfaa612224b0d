import { AppError, InvalidError } from "@/lib/platform/errors";
import { quoteLargeNumbers } from "@/lib/platform/large-numbers";

const UTF8 = new TextDecoder("utf-8", { fatal: true });
/** Far deeper than any message of the protocol. */
const MAX_DEPTH = 64;

/**
 * The JSON of a client as MLflow's messages have it: names in snake_case (they may come in camelCase), null is absent, and
 * a whole number that a double would change is its digits as text, which every field of 64 bits takes. No body is an empty message, and
 * text that is JSON once more is read once more, as old clients send it.
 */
export function parseBody(bytes: Buffer, mediaType: string): unknown {
  if (bytes.length === 0) return {};
  if (mediaType !== "application/json")
    throw new InvalidError("The body must be JSON, with Content-Type: application/json.");
  const value = json(text(bytes));
  const message = typeof value === "string" ? json(value) : value;
  if (typeof message !== "object" || message === null || Array.isArray(message))
    throw new InvalidError("The body must be a JSON object.");
  return plain(message, 0);
}

function text(bytes: Buffer): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    throw new AppError("BAD_REQUEST", "The body is not UTF-8 text.");
  }
}

/** Without the piece of the body that the parser quotes. */
function json(source: string): unknown {
  try {
    return JSON.parse(quoteLargeNumbers(source));
  } catch (error) {
    const message = error instanceof Error ? error.message : "unreadable";
    throw new InvalidError(`The body is not JSON: ${message.replace(/, (?:\.\.\.)?".*$/s, "")}`);
  }
}

/** Names in snake_case, and nothing that is null. Both forms of a name at once are refused. */
function plain(value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (depth > MAX_DEPTH) throw new InvalidError(`The body nests deeper than ${MAX_DEPTH} levels.`);
  if (Array.isArray(value)) return value.map((item) => plain(item, depth + 1));
  // Most of what comes: a point of a metric, a thousand times.
  if (Object.keys(value).every((key) => isPlain(key, Reflect.get(value, key)))) return value;
  const made: [string, unknown][] = [];
  const names = new Set<string>();
  for (const [key, held] of Object.entries(value)) {
    if (held === null) continue;
    const name = /[A-Z]/.test(key) ? key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) : key;
    if (names.has(name)) throw new InvalidError(`The body has ${name} twice, in two forms of its name.`);
    names.add(name);
    made.push([name, plain(held, depth + 1)]);
  }
  return Object.fromEntries(made);
}

function isPlain(key: string, held: unknown): boolean {
  return typeof held !== "object" && !/[A-Z]/.test(key);
}
