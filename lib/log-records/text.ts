import { BoundedMap } from "@/lib/platform/bounded-map";
import { isSecretKey } from "@/lib/platform/redact";
import { HIDDEN, hideSecrets } from "@/lib/platform/secret-text";

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const UNREADABLE = /[\p{Surrogate}\u0000-\u0008\u000b-\u001a\u001c-\u001f\u007f-\u009f]/u;
/** Control characters but tab, line feed and escape, which begins a colour. Postgres takes no NUL, a reader none of them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out.
const CONTROLS = /[\u0000-\u0008\u000b-\u001a\u001c-\u001f\u007f-\u009f]/g;

/** What can be kept and shown of any text, without what looks like a secret. A long one is cut and says so. */
export function storableText(text: string, most: number): string {
  const cut = text.length > most ? `${text.slice(0, most)} … (${text.length} characters)` : text;
  return hideSecrets(readable(cut));
}

function readable(text: string): string {
  if (!UNREADABLE.test(text)) return text;
  return text.replaceAll(/\p{Surrogate}/gu, "\ufffd").replaceAll(CONTROLS, "");
}

export type Attributes = Readonly<Record<string, unknown>>;

const MAX_KEYS = 200;
const MAX_KEY = 200;
const MAX_DEPTH = 8;
const MAX_TEXT = 16_384;
const MAX_TOGETHER = 65_536;
const FORBIDDEN = new Set(["__proto__", "constructor", "prototype"]);
/** Names come again with each record. */
const secretNames = new BoundedMap<string, boolean>(10_000);

/**
 * Nested values by dotted names, one level deep, at most 200 of them and 64 KiB together; `dropped` counts those that had no
 * room. A value keeps the type that it came with. The value of a name that says it is a secret is hidden.
 */
export function flatten(document: Attributes): { attrs: Record<string, unknown>; dropped: number } {
  const attrs: Record<string, unknown> = {};
  let room = MAX_TOGETHER;
  let keys = 0;
  let dropped = 0;
  const put = (name: string, value: unknown) => {
    // Before the value is looked at: of a million fields nearly all end here.
    if (keys >= MAX_KEYS || name.length > MAX_KEY) {
      dropped += 1;
      return;
    }
    const kept = isSecretName(name) && value !== null && typeof value !== "boolean" ? HIDDEN : scalar(value);
    const size = name.length + sizeOf(kept);
    if (size > room) {
      dropped += 1;
      return;
    }
    keys += 1;
    room -= size;
    attrs[name] = kept;
  };
  const walk = (value: unknown, name: string, depth: number) => {
    if (!isPlainObject(value) || depth >= MAX_DEPTH) return put(name, value);
    for (const [key, inner] of Object.entries(value)) {
      if (inner === undefined) continue;
      if (FORBIDDEN.has(key)) dropped += 1;
      else walk(inner, name === "" ? readable(key) : `${name}.${readable(key)}`, depth + 1);
    }
  };
  walk(document, "", 0);
  return { attrs, dropped };
}

function isSecretName(name: string): boolean {
  const known = secretNames.get(name);
  if (known !== undefined) return known;
  const secret = isSecretKey(name);
  secretNames.set(name, secret);
  return secret;
}

function sizeOf(kept: unknown): number {
  if (typeof kept === "string") return kept.length;
  return typeof kept === "object" ? JSON.stringify(kept).length : String(kept).length;
}

function scalar(value: unknown): unknown {
  if (typeof value === "string") return storableText(value, MAX_TEXT);
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value === "boolean" || value === null) return value;
  if (Array.isArray(value) && value.length <= MAX_KEYS && value.every((one) => typeof one !== "object"))
    return value.map(scalar);
  return storableText(jsonText(value), MAX_TEXT);
}

/** JSON of any value. What nests deeper than MAX_DEPTH is left out of it: JSON.stringify fails on a hundred thousand levels. */
export function jsonText(value: unknown): string {
  return JSON.stringify(pruned(value, 0)) ?? "";
}

function pruned(value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (depth >= MAX_DEPTH) return "[…]";
  if (Array.isArray(value)) return value.map((one) => pruned(one, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, pruned(inner, depth + 1)]));
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
