/**
 * Every setting of every process, in one typed and documented object. This is the only file that reads
 * `process.env`; `.env.example` is rendered from the descriptions below and a test keeps the two equal.
 *
 * `loadSettings` is what a person may set (the stores may be absent: the embedded ones start then).
 * `loadEnv` is what a running process needs: every store resolved, a real secret in production.
 */
import { existsSync } from "node:fs";
import * as z from "zod";
import { isAllowList } from "./address";

const Port = z.coerce.number().int().min(1).max(65535);
const Text = z.string().trim().min(1);
const Flag = z
  .enum(["true", "false", "1", "0", "yes", "no", "on", "off"])
  .transform((word) => ["true", "1", "yes", "on"].includes(word));

const urlOf = (schemes: readonly string[]) =>
  z
    .string()
    .refine((value) => schemes.some((scheme) => value.startsWith(`${scheme}://`)) && URL.canParse(value), {
      error: `must be a URL that starts with ${schemes.map((scheme) => `${scheme}://`).join(" or ")}`,
    });

const PostgresUrl = urlOf(["postgres", "postgresql"]);
const RedisUrl = urlOf(["redis", "rediss"]);
const HttpUrl = urlOf(["http", "https"]);

/** Values that stand in documentation; a production process refuses them. */
const EXAMPLE_SECRETS = ["change-me", "changeme", "example", "secret", "please-change", "your-secret"];
const DEVELOPMENT_SECRET = "development-only-secret-never-used-in-production";
const MIN_SECRET_LENGTH = 32;

const shape = {
  NODE_ENV: z
    .enum(["development", "production", "test"])
    .default("development")
    .describe("production turns on the checks for real secrets."),

  DATABASE_URL: PostgresUrl.optional().describe(
    "PostgreSQL 16 or newer. Empty: an embedded PostgreSQL 18 starts.",
  ),
  GWANJE_DATABASE_POOL: z.coerce
    .number()
    .int()
    .min(2)
    .max(200)
    .default(10)
    .describe("Database connections each process may hold."),
  REDIS_URL: RedisUrl.optional().describe("Redis 7 or Valkey 8. Empty: an embedded redis-server starts."),
  GWANJE_REDIS_PREFIX: z
    .string()
    .regex(/^[a-z0-9_-]+$/i, "may hold letters, digits, _ and -")
    .default("gwanje")
    .describe("Start of every Redis key, so that installations can share one server."),
  S3_ENDPOINT: HttpUrl.optional().describe(
    "S3-compatible object store, such as https://s3.eu-west-1.amazonaws.com. Empty: an embedded store starts.",
  ),
  S3_REGION: Text.default("us-east-1").describe("Region of the bucket."),
  S3_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "must be a valid bucket name (3 to 63 of a-z, 0-9, . and -)")
    .default("gwanje")
    .describe("Bucket for code bundles, logs, artifacts and data; created when it is missing."),
  S3_ACCESS_KEY_ID: Text.optional().describe("Key id for S3_ENDPOINT."),
  S3_SECRET_ACCESS_KEY: Text.optional().describe("Secret key for S3_ENDPOINT."),
  S3_FORCE_PATH_STYLE: Flag.default(true).describe(
    "true: http://host/bucket/key (MinIO, Ceph, embedded). false: http://bucket.host/key (AWS).",
  ),

  PORT: Port.default(3000).describe("Port of the console and API."),
  HOST: Text.default("127.0.0.1").describe("Address to listen on; 0.0.0.0 for every interface."),
  GWANJE_URL: HttpUrl.optional().describe(
    "Address people open, such as https://gwanje.example.com. Empty: http://localhost:PORT.",
  ),
  GWANJE_SERVING_PORT: Port.optional().describe(
    "Port of the data plane on its own (127.0.0.1). Empty: PORT + 1.",
  ),
  GWANJE_DATA_URL: HttpUrl.optional().describe(
    "Data plane as task processes reach it. Empty: http://127.0.0.1:GWANJE_SERVING_PORT.",
  ),
  GWANJE_MAX_UPLOAD_BYTES: z.coerce
    .number()
    .int()
    .min(1)
    .max(78 * 1024 ** 3)
    .default(50 * 1024 ** 3)
    .describe("Largest object or artifact a task may store, in bytes (up to 78 GiB)."),
  GWANJE_ADMIN_PORT: Port.optional().describe(
    "Health and metrics port of a scheduler or task worker started alone (127.0.0.1). Empty: any free port.",
  ),
  GWANJE_TRUST_PROXY: z.coerce
    .number()
    .int()
    .min(0)
    .max(10)
    .default(0)
    .describe("Reverse proxies in front; that many X-Forwarded-For entries are believed."),

  GWANJE_HOME: Text.default(".gwanje").describe(
    "State: generated secrets, embedded stores, spool, code cache.",
  ),
  GWANJE_PIPELINES_DIR: Text.default("pipelines").describe("Folder whose pipelines are loaded and watched."),
  GWANJE_DEMO: Flag.default(false).describe(
    "true: January 2001 of the flights pipeline is backfilled when it was not yet, as npm start -- --demo does.",
  ),
  GWANJE_SECRET: z
    .string()
    .min(MIN_SECRET_LENGTH, `must be at least ${MIN_SECRET_LENGTH} characters`)
    .optional()
    .describe(
      "Master secret that encryption and session keys are derived from. Empty: generated once under GWANJE_HOME. Make one: openssl rand -hex 32",
    ),
  GWANJE_SETUP_TOKEN: Text.optional().describe("One-time token for /setup. Empty: generated on first boot."),
  GWANJE_METRICS_TOKEN: Text.optional().describe("Bearer token that may read /metrics on the public port."),
  GWANJE_LOG_LEVEL: z
    .enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"])
    .default("info")
    .describe("Least severe level that is written."),

  GWANJE_WORKER_CONCURRENCY: z.coerce
    .number()
    .int()
    .min(1)
    .max(512)
    .default(8)
    .describe("Task processes one worker runs at a time."),
  GWANJE_WORKER_QUEUES: Text.default("default").describe(
    "Queues a worker takes tasks from, separated by commas.",
  ),
  GWANJE_WORKER_NAME: Text.optional().describe("Name a worker shows. Empty: host name and process id."),

  GWANJE_TASK_MEMORY_MB: z.coerce
    .number()
    .int()
    .min(64)
    .max(4_000_000)
    .default(4_096)
    .describe("Memory one task may use with all its processes; more ends it with the cause oom."),
  GWANJE_TASK_DISK_MB: z.coerce
    .number()
    .int()
    .min(1)
    .max(100_000_000)
    .default(10_240)
    .describe("What one task may leave in its folder; more ends it with the cause disk_full."),
  GWANJE_TASK_PROCESSES: z.coerce
    .number()
    .int()
    .min(16)
    .max(1_000_000)
    .default(1_024)
    .describe("Processes and threads one task may have; more ends it with the cause too_many_processes."),
  GWANJE_TASK_FIRST_UID: z.coerce
    .number()
    .int()
    .min(0)
    .max(4_000_000_000)
    .default(61_200)
    .describe(
      "A worker that is root runs each task as a user of its own, from this id on (4,000 ids). 0: tasks run as root too.",
    ),
  GWANJE_FETCH_ALLOW: z
    .string()
    .refine(isAllowList, "must list host names, *.domain, addresses or networks, separated by commas")
    .default("")
    .describe(
      "Hosts and networks of your own that http tasks may call, such as api.internal,10.1.0.0/16. Everything else must be public.",
    ),

  GWANJE_INIT_TEAM: Text.optional().describe("Headless set-up: name of the team."),
  GWANJE_INIT_EMAIL: z.email().optional().describe("Headless set-up: e-mail of the first admin."),
  GWANJE_INIT_NAME: Text.optional().describe("Headless set-up: name of the first admin."),
  GWANJE_INIT_PASSWORD: z
    .string()
    .min(12, "must be at least 12 characters")
    .max(128)
    .optional()
    .describe("Headless set-up: password of the first admin (12 to 128 characters)."),
  GWANJE_INIT_LOCALE: z.enum(["en", "ko"]).optional().describe("Headless set-up: language."),
  GWANJE_INIT_TIME_ZONE: Text.optional().describe("Headless set-up: IANA time zone, such as Asia/Seoul."),

  GITHUB_CLIENT_ID: Text.optional().describe("Sign-in with GitHub: OAuth app client id."),
  GITHUB_CLIENT_SECRET: Text.optional().describe("Sign-in with GitHub: OAuth app client secret."),
  GITHUB_URL: HttpUrl.default("https://github.com").describe(
    "Address of GitHub; set it for GitHub Enterprise Server, whose API is taken to be at GITHUB_URL/api/v3.",
  ),
  OIDC_ISSUER: HttpUrl.optional().describe("Sign-in with any OpenID Connect issuer: its address."),
  OIDC_CLIENT_ID: Text.optional().describe("OpenID Connect client id."),
  OIDC_CLIENT_SECRET: Text.optional().describe("OpenID Connect client secret."),
  OIDC_NAME: Text.default("SSO").describe("What the sign-in button calls the issuer."),
  OIDC_SCOPE: Text.default("openid email profile").describe("Scopes to ask for."),
  OIDC_GROUPS_CLAIM: Text.optional().describe(
    "Claim that lists a person's groups. With a group below, it decides the role at each sign-in (in none of them: viewer).",
  ),
  OIDC_ADMIN_GROUP: Text.optional().describe("Group whose members are admins."),
  OIDC_EDITOR_GROUP: Text.optional().describe("Group whose members are editors."),
  GWANJE_SSO_ALLOWED_DOMAINS: Text.optional().describe(
    "E-mail domains, separated by commas, that may join by SSO without an invite (as viewers).",
  ),
  GWANJE_DISABLE_PASSWORD: Flag.default(false).describe(
    "true: people sign in by SSO only; admins keep their password.",
  ),
} satisfies z.ZodRawShape;

const SettingsSchema = z.object(shape).check(pairsTogether, initTogether);
export type Settings = z.infer<typeof SettingsSchema>;

type Resolved =
  | "DATABASE_URL"
  | "REDIS_URL"
  | "S3_ENDPOINT"
  | "S3_ACCESS_KEY_ID"
  | "S3_SECRET_ACCESS_KEY"
  | "GWANJE_SECRET"
  | "GWANJE_URL"
  | "GWANJE_SERVING_PORT"
  | "GWANJE_DATA_URL";
export type Env = Omit<Settings, Resolved> & { [K in Resolved]-?: NonNullable<Settings[K]> };

/** Settings as text, as an environment holds them. */
export type EnvSource = Readonly<Record<string, string | undefined>>;

/** Thrown with one line per wrong key; `problems` keeps them apart for tests and callers. */
export class EnvError extends Error {
  constructor(readonly problems: readonly { key: string; problem: string }[]) {
    super(
      `Settings are not valid:\n${problems.map(({ key, problem }) => `  ${key}: ${problem}`).join("\n")}\nEvery setting is described in .env.example.`,
    );
    this.name = "EnvError";
  }
}

/** What a person set: stores may be missing. Throws EnvError. */
export function loadSettings(source: EnvSource = process.env): Settings {
  const parsed = SettingsSchema.safeParse(givenSettings(source));
  if (!parsed.success) {
    throw new EnvError(
      parsed.error.issues.map((issue) => ({
        key: String(issue.path[0] ?? "settings"),
        problem: issue.message,
      })),
    );
  }
  if (parsed.data.NODE_ENV === "production") refuseExampleSecret(parsed.data.GWANJE_SECRET);
  return parsed.data;
}

/** The declared settings that are set, as written: what a supervisor hands to its processes. */
export function givenSettings(source: EnvSource = process.env): Record<string, string> {
  return Object.fromEntries(
    Object.keys(shape).flatMap((key): [string, string][] => {
      const value = source[key];
      return value?.trim() ? [[key, value]] : [];
    }),
  );
}

/** Reads `.env` of a folder into the environment; what is already set wins. */
export function readEnvFile(file: string): void {
  if (existsSync(file)) process.loadEnvFile(file);
}

/** What a running process needs: every store and the secret resolved. Throws EnvError. */
export function loadEnv(source: EnvSource = process.env): Env {
  const settings = loadSettings(source);
  const missing = (key: keyof Settings) => ({
    key,
    problem: "is required (npm start sets it for its processes)",
  });
  const { DATABASE_URL, REDIS_URL, S3_ENDPOINT, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = settings;
  const GWANJE_SECRET =
    settings.GWANJE_SECRET ?? (settings.NODE_ENV === "production" ? undefined : DEVELOPMENT_SECRET);
  if (
    DATABASE_URL === undefined ||
    REDIS_URL === undefined ||
    S3_ENDPOINT === undefined ||
    S3_ACCESS_KEY_ID === undefined ||
    S3_SECRET_ACCESS_KEY === undefined ||
    GWANJE_SECRET === undefined
  ) {
    const resolved = {
      DATABASE_URL,
      REDIS_URL,
      S3_ENDPOINT,
      S3_ACCESS_KEY_ID,
      S3_SECRET_ACCESS_KEY,
      GWANJE_SECRET,
    };
    const keys = Object.entries(resolved).flatMap(([key, value]) => (value === undefined ? [key] : []));
    throw new EnvError(keys.map((key) => missing(key as keyof Settings)));
  }
  const GWANJE_SERVING_PORT = settings.GWANJE_SERVING_PORT ?? servingPortOf(settings.PORT);
  return {
    ...settings,
    DATABASE_URL,
    REDIS_URL,
    S3_ENDPOINT,
    S3_ACCESS_KEY_ID,
    S3_SECRET_ACCESS_KEY,
    GWANJE_SECRET,
    GWANJE_SERVING_PORT,
    GWANJE_URL: (settings.GWANJE_URL ?? `http://localhost:${settings.PORT}`).replace(/\/+$/, ""),
    GWANJE_DATA_URL: (settings.GWANJE_DATA_URL ?? `http://127.0.0.1:${GWANJE_SERVING_PORT}`).replace(
      /\/+$/,
      "",
    ),
  };
}

let memo: Env | undefined;

/** The process's own settings, parsed on first use. */
export function env(): Env {
  memo ??= loadEnv();
  return memo;
}

/** next-auth reads its own address from the environment and nowhere else. */
export function tellNextAuth(publicUrl: string): void {
  process.env.NEXTAUTH_URL = `${new URL(publicUrl).origin}/api/auth`;
}

/** PATH, for children that start with an otherwise clean environment. */
export function searchPath(): string {
  return process.env.PATH ?? "/usr/local/bin:/usr/bin:/bin";
}

/** The guarantee: an environment is nothing but text by name; the framework's types only add NODE_ENV as required. */
export function childEnv(values: EnvSource): NodeJS.ProcessEnv {
  return { ...values } as NodeJS.ProcessEnv;
}

/** Everything we were started with, for a tool that acts for the person (a package manager). */
export function hostEnvironment(): EnvSource {
  return process.env;
}

export function servingPortOf(port: number): number {
  return port < 65535 ? port + 1 : port - 1;
}

/** Key, description and default of each setting, in the order of the declaration. */
export function describeSettings(): { key: string; description: string; fallback: string | undefined }[] {
  return Object.entries(shape).map(([key, schema]) => {
    const parsed = z.safeParse(schema, undefined);
    const fallback = parsed.success && parsed.data !== undefined ? String(parsed.data) : undefined;
    return { key, description: schema.description ?? "", fallback };
  });
}

function refuseExampleSecret(secret: string | undefined): void {
  if (secret === undefined) return;
  const looksCopied =
    secret === DEVELOPMENT_SECRET ||
    new Set(secret).size < 8 ||
    EXAMPLE_SECRETS.some((word) => secret.toLowerCase().includes(word));
  if (looksCopied) {
    throw new EnvError([
      { key: "GWANJE_SECRET", problem: "is an example value; make your own with: openssl rand -hex 32" },
    ]);
  }
}

type SettingsCheck = z.core.ParsePayload<z.infer<z.ZodObject<typeof shape>>>;

/** One half of a credential is a mistake that would otherwise show up as a missing button or a 403. */
function pairsTogether(payload: SettingsCheck): void {
  const pairs = [
    ["GITHUB_CLIENT_ID", "GITHUB_CLIENT_SECRET"],
    ["S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"],
    ["OIDC_ISSUER", "OIDC_CLIENT_ID"],
    ["OIDC_CLIENT_ID", "OIDC_ISSUER"],
    ["S3_ENDPOINT", "S3_ACCESS_KEY_ID"],
  ] as const;
  for (const [one, other] of pairs) {
    const both = [one, other] as const;
    const absent = both.find((key) => payload.value[key] === undefined);
    const present = both.find((key) => payload.value[key] !== undefined);
    if (!absent || !present || (one === "S3_ENDPOINT" && present !== one)) continue;
    const message = `is required when ${present} is set`;
    const known = payload.issues.some((issue) => issue.path?.[0] === absent);
    if (!known) payload.issues.push({ code: "custom", path: [absent], message, input: payload.value });
  }
}

function initTogether(payload: SettingsCheck): void {
  const { GWANJE_INIT_EMAIL: email, GWANJE_INIT_PASSWORD: password } = payload.value;
  if ((email === undefined) === (password === undefined)) return;
  const absent = email === undefined ? "GWANJE_INIT_EMAIL" : "GWANJE_INIT_PASSWORD";
  const message = "is required for headless set-up (GWANJE_INIT_EMAIL and GWANJE_INIT_PASSWORD go together)";
  payload.issues.push({ code: "custom", path: [absent], message, input: payload.value });
}
