import * as z from "zod";
import { WORDS } from "@/lib/platform/field-error";
import { CONNECTION_TYPES } from "./values";

export const LIMITS = { valueLength: 100_000, extraBytes: 100_000, descriptionLength: 1_000 } as const;

/** PostgreSQL text holds no NUL; said here, it is an error of the field and not of the server. */
const Text = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => !text.includes("\0"), WORDS.no_nul);
const Description = Text(LIMITS.descriptionLength).nullable();
/** What stands in specs, URLs and environments: letters, digits, "_", "-" and single dots. */
const Name = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/, WORDS.name_characters);

const Stamps = { version: z.number().int(), created_at: z.string(), updated_at: z.string() };

/** A variable's key is also the name of the environment variable a task finds it under. */
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
/** `value` is null for a secret: nothing in the API reads it back. */
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
  /** A host name for postgres, a base URL or host name for http; it is shown, so it holds no credentials. */
  host: Text(500)
    .refine((host) => !host.includes("@"), WORDS.no_login)
    .nullable(),
  port: z.number().int().min(1).max(65_535).nullable(),
  login: Text(500).nullable(),
  database: Text(500).nullable(),
  /** Write-only; null removes it. */
  password: Text(LIMITS.valueLength).nullable(),
  /** Write-only: what the type needs besides, such as {"sslmode": "require"} or {"headers": {...}}; null removes it. */
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

export const PoolName = Name;
/** -1: no limit; 0: nothing starts. */
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
  /** Slots of tasks that run now. */
  running_slots: z.number().int(),
  /** Slots of tasks handed to a worker that have not started. */
  queued_slots: z.number().int(),
  /** Tasks that are ready and have no slot yet. */
  waiting_tasks: z.number().int(),
  version: z.number().int(),
  created_at: z.string(),
});
export type PoolView = z.infer<typeof PoolView>;
export const PoolList = z.object({ data: z.array(PoolView) });

/** Pipelines whose head version names a setting, and the tasks that do. */
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
