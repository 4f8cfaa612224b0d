/**
 * Why a request is refused, each with the names of the values that its words need. The codes are stable and part of the
 * API (`reason.code` of an answer, `errors[].code` of a field). The console has words for each of them in every language
 * (messages: reasons.<code>); a code that it does not know is shown in the server's own words.
 */
export const REASONS = {
  // What any input may get. The names that zod and JSON Schema use are kept.
  required: [],
  invalid_type: ["expected"],
  invalid_value: ["allowed"],
  invalid_format: ["format"],
  unrecognized_keys: ["keys"],
  too_small: ["minimum", "origin"],
  too_big: ["maximum", "origin"],
  not_multiple_of: ["divisor"],
  minimum: ["limit"],
  maximum: ["limit"],
  exclusiveMinimum: ["limit"],
  exclusiveMaximum: ["limit"],
  minLength: ["limit"],
  maxLength: ["limit"],
  minItems: ["limit"],
  maxItems: ["limit"],
  uniqueItems: [],
  multipleOf: ["divisor"],
  type: ["expected"],
  format: ["format"],
  pattern: ["pattern"],
  enum: ["allowed"],
  const: ["allowed"],
  additionalProperties: ["keys"],
  slow_pattern: [],
  // What schemas say in words of their own.
  no_nul: [],
  name_characters: [],
  variable_key: [],
  run_key: [],
  instant: [],
  date_or_time: [],
  year_one: [],
  no_login: [],
  email: [],
  password_short: [],
  password_long: [],
  slots: [],
  // Any call.
  no_permission: ["permission"],
  not_there: ["kind", "id"],
  wait: ["seconds"],
  bad_cursor: [],
  changed_meanwhile: [],
  // People and their ways in.
  taken: ["name"],
  wrong_password: [],
  weak_common: [],
  weak_repeats: [],
  weak_personal: [],
  setup_link: [],
  link_gone: [],
  invite_gone: [],
  not_invited: [],
  already_member: [],
  password_closed: [],
  password_closed_domain: ["domain"],
  member_deactivated: [],
  account_deactivated: [],
  last_admin: [],
  last_password_admin: [],
  last_way_in: [],
  session_ended: [],
  unknown_scopes: ["scopes"],
  scopes_beyond_role: ["role", "scopes"],
  role_lost_scopes: ["role"],
  token_revoked: [],
  token_replaced: [],
  token_expired: [],
  // Runs, backfills, settings, artifacts.
  no_schedule: [],
  range_order: [],
  all_have_runs: ["count"],
  none_ended: [],
  none_in_range: [],
  too_many_runs: ["maximum"],
  too_many_tasks: ["runs", "tasks", "maximum", "most_runs"],
  backfill_over: ["state"],
  run_key_race: ["run_key"],
  version_needs_dag: [],
  no_such_task: ["task"],
  missing_variable: ["key"],
  value_needed: [],
  default_pool: ["pool"],
  pool_in_use: ["pipelines"],
  pool_has_tasks: ["count"],
  demo_running: ["active", "total"],
  secret_unreadable: ["name"],
} as const satisfies Record<string, readonly string[]>;

export type ReasonCode = keyof typeof REASONS;
export type ReasonValues = Readonly<Record<string, string | number>>;
/** Exactly the values that the words of this code need. */
export type ValuesOf<C extends ReasonCode> = Readonly<Record<(typeof REASONS)[C][number], string | number>>;
export type Reason = { code: string; values?: ReasonValues };

/** A reason with its values, so that none can be forgotten. */
export function because<C extends ReasonCode>(
  code: C,
  ...[values]: (typeof REASONS)[C] extends readonly [] ? [] : [ValuesOf<C>]
): Reason {
  return values === undefined ? { code } : { code, values };
}
