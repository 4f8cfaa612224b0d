import type * as z from "zod";
import type { FieldError } from "./errors";
import { because, type Reason, type ReasonCode } from "./reasons";

/** Custom messages of our schemas, mapped back to their codes. */
export const WORDS = {
  no_nul: "must not hold a NUL character",
  name_characters: "may hold A-Z, a-z, 0-9, _, - and single dots between them",
  variable_key: "must start with a letter or _ and hold letters, digits and _ only; GWANJE_ is reserved",
  run_key: "run_key may hold letters, digits and _ . : + ~ - (up to 200), starting with a letter or digit",
  instant: "must be an instant, such as 2026-01-31T00:00:00Z",
  year_one: "must be in the years 1 to 9999 (UTC)",
  no_login: "must not hold a login or password: put them into login and password, which is never shown",
  date_or_time: "must be a date (2026-01-31) or a time (2026-01-31T06:00, with or without an offset)",
  email: "must be an e-mail address",
  time_zone: "must be an IANA time zone, such as Asia/Seoul",
  password_short: "must have at least 12 characters",
  password_long: "must have at most 128 characters",
  slots: "must be -1 (no limit) or more",
  id_characters: "may hold letters, digits, _, - and single dots between them",
  reserved_id: "may not be __proto__",
  path_inside: "must be a path inside the pipeline's folder, without ..",
  task_env: "is not a name a task may set (GWANJE_ is reserved)",
  object_url: "must be s3://<bucket>/<key>",
  web_url: "must start with http:// or https://",
  date_or_instant: "must be a date (2001-01-31) or an instant (2001-01-31T00:00:00Z)",
  unknown_kind: "kind must be bash, python, node, http, sql or empty",
  no_tasks: "needs at least one task",
  queue_characters: "may hold a-z, 0-9, _ and -",
  module_name: "is not a module's name",
  sql_name: "is not the name of a view or table",
} as const satisfies Partial<Record<ReasonCode, string>>;
const CODES = new Map<string, string>(Object.entries(WORDS).map(([code, words]) => [words, code]));

/** Makes a field error of an issue that zod found in `input`. */
export function fieldError(issue: z.core.$ZodIssue, input: unknown): FieldError {
  return {
    pointer: `/${issue.path.map(String).join("/")}`,
    ...reasonOf(issue, input),
    detail: issue.message,
  };
}

/** The reason code of a zod issue; `input` is the refused value. */
export function reasonOf(issue: z.core.$ZodIssue, input: unknown): Reason {
  const code = CODES.get(issue.message);
  if (code) return { code };
  // For a bad key of a record, the actual issue is nested inside.
  if (issue.code === "invalid_key")
    return issue.issues[0] ? reasonOf({ ...issue.issues[0], path: [] }, input) : because("invalid_key");
  if (isAbsent(input, issue.path)) return because("required");
  if (issue.code === "invalid_type") return because("invalid_type", { expected: issue.expected });
  if (issue.code === "invalid_value") return because("invalid_value", { allowed: listed(issue.values) });
  if (issue.code === "invalid_format") return because("invalid_format", { format: issue.format });
  if (issue.code === "unrecognized_keys") return because("unrecognized_keys", { keys: listed(issue.keys) });
  if (issue.code === "too_small")
    return because("too_small", { minimum: Number(issue.minimum), origin: issue.origin });
  if (issue.code === "too_big")
    return because("too_big", { maximum: Number(issue.maximum), origin: issue.origin });
  if (issue.code === "not_multiple_of") return because("not_multiple_of", { divisor: issue.divisor });
  return { code: issue.code };
}

function isAbsent(input: unknown, path: readonly PropertyKey[]): boolean {
  let value = input;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return false;
    value = Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
  }
  return value === undefined && path.length > 0;
}

const MOST_LISTED = 20;
function listed(values: readonly unknown[]): string {
  const more = values.length > MOST_LISTED ? ", …" : "";
  return values.slice(0, MOST_LISTED).map(String).join(", ") + more;
}

/** JSON Schema keywords with a value, and the value's name in our reasons and in ajv. */
const KEYWORDS = new Map<string, readonly [name: string, param: string]>([
  ["minimum", ["limit", "limit"]],
  ["maximum", ["limit", "limit"]],
  ["exclusiveMinimum", ["limit", "limit"]],
  ["exclusiveMaximum", ["limit", "limit"]],
  ["minLength", ["limit", "limit"]],
  ["maxLength", ["limit", "limit"]],
  ["minItems", ["limit", "limit"]],
  ["maxItems", ["limit", "limit"]],
  ["multipleOf", ["divisor", "multipleOf"]],
  ["type", ["expected", "type"]],
  ["format", ["format", "format"]],
  ["pattern", ["pattern", "pattern"]],
  ["enum", ["allowed", "allowedValues"]],
  ["const", ["allowed", "allowedValue"]],
  ["additionalProperties", ["keys", "additionalProperty"]],
]);

/** The reason code of an ajv error, with the keyword's value. */
export function schemaReason({ keyword, params }: { keyword: string; params: object }): Reason {
  if (keyword === "uniqueItems") return because(keyword);
  const [name, param] = KEYWORDS.get(keyword) ?? [];
  if (!name || !param) return { code: keyword };
  const value: unknown = Reflect.get(params, param);
  const shown = typeof value === "number" ? value : Array.isArray(value) ? listed(value) : String(value);
  return { code: keyword, values: { [name]: shown } };
}
