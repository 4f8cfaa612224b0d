import { HIDDEN, hideSecrets } from "./secret-text";

/**
 * Removes secrets from log lines. Two rules: the value of a key that is named like a secret is hidden at any depth, and
 * text that looks like a token, a one-time link or a password in an address is hidden anywhere. Numbers, booleans and
 * nulls stay.
 */
const MAX_DEPTH = 8;
/** At most this many values in a line: a thrown object may hold a whole client with its sockets. */
const MAX_VALUES = 1_000;
const MAX_TEXT = 16_384;
const MAX_TEXT_TOGETHER = 65_536;

const SECRET_KEY =
  /pass(?:word|wd|phrase)|secret|token|hash|cookie|credential|authorization|(?:api|access|private|signing)_?key|verifier|signature|link_?path|_enc$|Enc$|^(?:value|extra|auth)$/i;
/** `token_id`, `secret_count` and `hashed_at` hold no secret. */
const ABOUT_A_SECRET = /(?:_|[a-z](?=[A-Z]))(?:id|ids|at|count|bytes|ms|kind|type|name|names|index)$/i;
/** Fields of errors in which Postgres, Prisma and Redis clients put the failed row, statement or command. */
const FAILED_INPUT = /^(?:detail|where|hint|internalQuery|query|sql|parameters|args|command|input|body)$/;

/** True when a key's name alone says that its value is secret. */
export function isSecretKey(key: string): boolean {
  return SECRET_KEY.test(key) && !ABOUT_A_SECRET.test(key);
}

/** Hides secrets in a text and cuts a very long one. */
export function redactText(text: string): string {
  const cut = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)} … (${text.length} characters)` : text;
  return hideSecrets(cut);
}

/** Copies any value to plain JSON without secrets, bounded in depth and size. Errors keep type, message, stack and cause. */
export function redact(value: unknown): unknown {
  return copyOf(value, 0, { values: MAX_VALUES, characters: MAX_TEXT_TOGETHER });
}

type Budget = { values: number; characters: number };

function copyOf(value: unknown, depth: number, budget: Budget): unknown {
  if (typeof value === "string") return textCopy(value, budget);
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "function" || typeof value === "symbol") return undefined;
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof URL) return redactText(value.href);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (depth >= MAX_DEPTH || budget.values <= 0) return "[…]";
  if (value instanceof Error) return errorCopy(value, depth, budget);
  if (Array.isArray(value)) return within(budget, value).map((one) => copyOf(one, depth + 1, budget));
  return fieldsOf(Object.entries(value), depth, budget);
}

function textCopy(text: string, budget: Budget): string {
  if (budget.characters <= 0) return "[…]";
  const copy = redactText(text);
  budget.characters -= copy.length;
  return copy;
}

function errorCopy(error: Error, depth: number, budget: Budget): Record<string, unknown> {
  const own = Object.entries(error).filter(([key]) => !FAILED_INPUT.test(key));
  const inner: [string, unknown][] = [];
  if (error.cause !== undefined) inner.push(["cause", error.cause]);
  if (error instanceof AggregateError) inner.push(["errors", error.errors]);
  return {
    type: error.constructor.name,
    message: textCopy(error.message, budget),
    stack: textCopy(error.stack ?? "", budget),
    ...fieldsOf([...own, ...inner], depth, budget),
  };
}

function fieldsOf(entries: [string, unknown][], depth: number, budget: Budget): Record<string, unknown> {
  return Object.fromEntries(
    within(budget, entries).map(([key, inner]) => [
      key,
      isSecretKey(key) && holdsText(inner) ? HIDDEN : copyOf(inner, depth + 1, budget),
    ]),
  );
}

const holdsText = (value: unknown) =>
  typeof value === "string" || (typeof value === "object" && value !== null);

/** As many values as the line has room for. */
function within<T>(budget: Budget, values: readonly T[]): readonly T[] {
  const taken = values.slice(0, Math.max(0, budget.values));
  budget.values -= taken.length;
  return taken;
}
