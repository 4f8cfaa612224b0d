import * as z from "zod";
import { WORDS } from "@/lib/platform/field-error";
import { CONNECTION_TYPES } from "./values";

export const LIMITS = { valueLength: 100_000, extraBytes: 100_000, descriptionLength: 1_000 } as const;

/** Postgres refuses NUL in text; checked here it is a field error, not a server error. */
const Text = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => !text.includes("\0"), WORDS.no_nul);
const Description = Text(LIMITS.descriptionLength).nullable();
/** Used in specs, URLs and environments: letters, digits, "_", "-" and single dots. */
const Name = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/, WORDS.name_characters);

const Stamps = { version: z.number().int(), created_at: z.string(), updated_at: z.string() };

/** A variable's key is also its name in a task's environment. */
export const VariableKey = z.string().regex(/^(?!GWANJE_)[A-Za-z_][A-Za-z0-9_]{0,199}$/, {
  error: WORDS.variable_key,
});
export const VariableInput = z.strictObject({
  key: VariableKey,
  value: Text(LIMITS.valueLength),
  /** Secret values are encrypted and never read back. */
  is_secret: z.boolean().default(true),
  description: Description.default(null),
});
export const VariableChange = z.strictObject({
  value: Text(LIMITS.valueLength).optional(),
  is_secret: z.boolean().optional(),
  description: Description.optional(),
});
/** `value` is null for a secret, which the API never returns. */
export const VariableView = z.object({
  key: z.string(),
  is_secret: z.boolean(),
  value: z.string().nullable(),
  description: z.string().nullable(),
  ...Stamps,
});
export type VariableView = z.infer<typeof VariableView>;
export const VariableList = z.object({ data: z.array(VariableView) });

export const ConnectionId = Name;
const connectionFields = {
  type: z.enum(CONNECTION_TYPES, { error: `must be ${CONNECTION_TYPES.join(" or ")}` }),
  /** A host name for postgres, a base URL or host name for http. Shown to people, so it must not hold credentials. */
  host: Text(500)
    .refine((host) => !host.includes("@"), WORDS.no_login)
    .nullable(),
  port: z.number().int().min(1).max(65_535).nullable(),
  login: Text(500).nullable(),
  database: Text(500).nullable(),
  /** Write-only; null removes it. */
  password: Text(LIMITS.valueLength).nullable(),
  /** Write-only options of the type, such as {"sslmode": "require"} or {"headers": {...}}; null removes them. */
  extra: z
    .record(z.string().max(200), z.unknown())
    .refine(
      (extra) => JSON.stringify(extra).length <= LIMITS.extraBytes,
      `must be at most ${LIMITS.extraBytes} bytes`,
    )
    .nullable(),
  description: Description,
};
const optionalFields = z.strictObject(connectionFields).partial();
export const ConnectionInput = optionalFields.extend({ id: ConnectionId, type: connectionFields.type });
export const ConnectionChange = optionalFields;
export const ConnectionView = z.object({
  id: z.string(),
  type: z.string(),
  host: z.string().nullable(),
  port: z.number().nullable(),
  login: z.string().nullable(),
  database: z.string().nullable(),
  has_password: z.boolean(),
  has_extra: z.boolean(),
  description: z.string().nullable(),
  ...Stamps,
});
export type ConnectionView = z.infer<typeof ConnectionView>;
export const ConnectionList = z.object({ data: z.array(ConnectionView) });

/** Why a test of a connection did not connect; refused: the port is closed. */
const ConnectionTestCode = z.enum([
  "connected",
  "no_host",
  "bad_url",
  "unknown_host",
  "forbidden_address",
  "refused",
  "unreachable",
  "timeout",
  "tls",
  "login",
  "no_database",
  "http_status",
  "failed",
]);
export type ConnectionTestCode = z.infer<typeof ConnectionTestCode>;
export const ConnectionTest = z.object({
  ok: z.boolean(),
  code: ConnectionTestCode,
  took_ms: z.number().int(),
  /** Of an HTTP answer. */
  status: z.number().int().nullable(),
  /** In the words of the server or the system, in English. */
  said: z.string().nullable(),
});
export type ConnectionTest = z.infer<typeof ConnectionTest>;

export const PoolName = Name;
/** -1 for no limit; with 0 nothing starts. */
const Slots = z.number().int().min(-1, WORDS.slots).max(1_000_000);
export const PoolInput = z.strictObject({
  name: PoolName,
  slots: Slots,
  description: Description.default(null),
});
export const PoolChange = z.strictObject({ slots: Slots.optional(), description: Description.optional() });
export const PoolView = z.object({
  name: z.string(),
  slots: z.number().int(),
  description: z.string().nullable(),
  /** Slots of running tasks. */
  running_slots: z.number().int(),
  /** Slots of queued tasks, which wait for a worker. */
  queued_slots: z.number().int(),
  /** Ready tasks without a slot. */
  waiting_tasks: z.number().int(),
  version: z.number().int(),
  created_at: z.string(),
});
export type PoolView = z.infer<typeof PoolView>;
export const PoolList = z.object({ data: z.array(PoolView) });

/** Pipelines whose head version names the setting, with those tasks. */
export const SettingUsers = z.object({
  data: z.array(
    z.object({
      dag_id: z.string(),
      is_paused: z.boolean(),
      is_stale: z.boolean(),
      task_ids: z.array(z.string()),
    }),
  ),
});
export type SettingUsers = z.infer<typeof SettingUsers>;
