/** Every setting, typed and documented. `.env.example` is rendered from these descriptions, and a test compares the two. */
import * as z from "zod";
import { isAllowList } from "./address";
import { isDomainList } from "./domain-list";
import { ISOLATION_LEVELS } from "./isolation";

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

const Domains = z
  .string()
  .trim()
  .refine(isDomainList, "must list e-mail domains, such as example.com, separated by commas");

const MIN_SECRET_LENGTH = 32;

export const SETTINGS = {
  NODE_ENV: z
    .enum(["development", "production", "test"])
    .default("development")
    .describe("production turns on the checks for real secrets."),

  DATABASE_URL: PostgresUrl.optional().describe(
    "PostgreSQL 16 or newer; by a socket: postgresql://user:password@localhost/db?host=/folder. Empty: an embedded PostgreSQL 18 starts.",
  ),
  GWANJE_DATABASE_POOL: z.coerce
    .number()
    .int()
    .min(4)
    .max(200)
    .default(16)
    .describe(
      "Database connections each process may hold, in all: one for heartbeats, a third of the others for the control plane, the rest for runs and tasks.",
    ),
  REDIS_URL: RedisUrl.optional().describe(
    "Redis 7 or Valkey 8; by a socket: redis://:password@localhost/0?path=/file. Empty: an embedded redis-server starts.",
  ),
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
  S3_PUBLIC_ENDPOINT: HttpUrl.optional().describe(
    "The object store as MLflow clients reach it. Set: parts of large artifacts go there by signed URLs. Empty: they go through the serving process.",
  ),

  LOG_STORE_URL: z
    .string()
    .trim()
    .regex(
      /^(?:(?:opensearch|elasticsearch|victorialogs)\+)?https?:\/\/[^\s/]+/,
      "must be such as https://user:password@host:9200, or victorialogs+http://host:9428",
    )
    .optional()
    .describe(
      "Where records of the log search are kept: OpenSearch or Elasticsearch (https://user:password@host:9200), or VictoriaLogs (victorialogs+http://host:9428). Empty: in PostgreSQL.",
    ),

  PORT: Port.default(3000).describe("Port of the console and API."),
  HOST: Text.default("127.0.0.1").describe("Address to listen on; 0.0.0.0 for every interface."),
  GWANJE_URL: HttpUrl.optional().describe(
    "Address people open, such as https://gwanje.example.com. Empty: http://localhost:PORT.",
  ),
  GWANJE_SERVING_PORT: Port.optional().describe(
    "Port of the data plane on its own (127.0.0.1). Empty: PORT + 1.",
  ),
  GWANJE_GRPC_PORT: Port.optional().describe(
    "Port of Feast's gRPC services in the serving process (127.0.0.1, HTTP/2 without TLS). Empty: none.",
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
    .describe(
      "Reverse proxies in front; that many X-Forwarded-For entries are believed. With 0 behind a proxy everybody has the proxy's address, and shares its limits on failed sign-ins.",
    ),

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
  GWANJE_LOG_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(3_650)
    .default(14)
    .describe("Days that records of the log search are kept; a whole day goes at once."),
  GWANJE_LOG_BYTES: z.coerce
    .number()
    .int()
    .min(1024 ** 3)
    .optional()
    .describe(
      "Bytes on disk, 1 GiB or more, that records of the log search take at most, with their indexes; the oldest day goes first. Empty: only their age counts.",
    ),
  GWANJE_LOG_FREE_MB: z.coerce
    .number()
    .int()
    .min(0)
    .max(10_000_000)
    .default(1_024)
    .describe(
      "Free space in MB on the disk of the embedded database below which no logs are taken in (503), so that they do not fill it. 0: no such floor.",
    ),
  GWANJE_PREDICTION_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(3_650)
    .default(30)
    .describe("Days that predictions and their feedback are kept; a whole day goes at once."),
  GWANJE_PREDICTION_LOG_BYTES: z.coerce
    .number()
    .int()
    .min(1024 ** 2)
    .max(1024 ** 3)
    .default(32 * 1024 ** 2)
    .describe(
      "Bytes of predictions that a process holds in memory while they cannot be written; what comes beyond them is dropped and counted.",
    ),
  GWANJE_AUDIT_DAYS: z.coerce
    .number()
    .int()
    .min(400)
    .max(36_500)
    .default(400)
    .describe(
      "Days a row of the audit log is kept (400 or more); the database refuses to lose a younger one.",
    ),
  GWANJE_LOG_LEVEL: z
    .enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"])
    .default("info")
    .describe("Least severe level that is written."),
  GWANJE_OWN_LOGS: z
    .enum(["error", "warn", "info", "debug", "off"])
    .default("info")
    .describe(
      "Least severe level of what the console's own processes log, requests among it, that the log search takes in; off for none.",
    ),

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
  GWANJE_TASK_ISOLATION: z
    .enum(ISOLATION_LEVELS)
    .optional()
    .describe(
      "How far tasks must be kept apart at least: isolated, separate-user or none. A worker that cannot give it does not start. Empty: as far as the machine allows.",
    ),
  GWANJE_TASK_MOUNTS: z
    .string()
    .refine(
      (text) => text.split(",").every((path) => /^\s*(\/.*)?$/.test(path)),
      "must list absolute paths, separated by commas",
    )
    .default("")
    .describe(
      "Folders of the machine that isolated tasks see besides the system's, such as /data,/mnt/models, separated by commas. File permissions decide what they may do there.",
    ),
  GWANJE_TASK_PORTS: z
    .string()
    .regex(/^\s*(\d{1,5}\s*(,\s*\d{1,5}\s*)*)?$/, "must list port numbers, separated by commas")
    .default("")
    .describe(
      "Ports on 127.0.0.1 of the machine that isolated tasks may reach besides the data plane, at the host of GWANJE_URL as they see it, separated by commas.",
    ),
  GWANJE_MODEL_PYTHON: z
    .string()
    .regex(/^\/.+/, "must be the absolute path of a Python")
    .optional()
    .describe(
      "A Python with mlflow in a virtual environment of its own, such as /opt/models/bin/python: models that are Python code run in it, behind bubblewrap, once an admin trusts them. Empty: they are not run.",
    ),
  GWANJE_FETCH_ALLOW: z
    .string()
    .refine(isAllowList, "must list host names, *.domain, addresses or networks, separated by commas")
    .default("")
    .describe(
      "Hosts and networks of your own that http tasks and webhooks may call, such as api.internal,10.1.0.0/16. Everything else must be public.",
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
  OIDC_ID_TOKEN_ALG: z
    .enum(["RS256", "PS256", "ES256", "EdDSA"], "must be RS256, PS256, ES256 or EdDSA")
    .default("RS256")
    .describe(
      "How the issuer signs ID tokens for this client: RS256, PS256, ES256 or EdDSA. A token signed in another way is refused.",
    ),
  OIDC_GROUPS_CLAIM: Text.optional().describe(
    "Claim that lists a person's groups. With a group below, it decides the role at each sign-in (in none of them: viewer).",
  ),
  OIDC_ADMIN_GROUP: Text.optional().describe("Group whose members are admins."),
  OIDC_EDITOR_GROUP: Text.optional().describe("Group whose members are editors."),
  GWANJE_SSO_ALLOWED_DOMAINS: Domains.optional().describe(
    "E-mail domains, separated by commas, that may join by SSO without an invite (as viewers).",
  ),
  GWANJE_SSO_ENFORCED_DOMAINS: Domains.optional().describe(
    "E-mail domains, separated by commas (a subdomain counts only if listed), whose people sign in by GitHub or OIDC only: no password to sign in, no reset link, none chosen with an invite. Admins keep theirs, for the day the provider is away.",
  ),
  GWANJE_DISABLE_PASSWORD: Flag.default(false).describe(
    "true: people sign in by SSO only; admins keep their password.",
  ),
} satisfies z.ZodRawShape;
