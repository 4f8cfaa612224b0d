/**
 * Reads the settings of settings.ts; the only file that reads `process.env`. `loadSettings` returns a person's
 * settings, where stores may be absent because embedded ones start. `loadEnv` returns those of a running process: every
 * store resolved, and a real secret in production.
 */
import { existsSync } from "node:fs";
import * as z from "zod";
import { SETTINGS } from "./settings";
import { type Settings, SettingsSchema } from "./settings-together";

export type { Settings };

/** Values from the documentation, which a production process refuses. */
const EXAMPLE_SECRETS = ["change-me", "changeme", "example", "secret", "please-change", "your-secret"];
const DEVELOPMENT_SECRET = "development-only-secret-never-used-in-production";

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

/** Settings as text, as in an environment. */
export type EnvSource = Readonly<Record<string, string | undefined>>;

/** One line for each wrong key; `problems` has them one by one. */
export class EnvError extends Error {
  constructor(readonly problems: readonly { key: string; problem: string }[]) {
    super(
      `Settings are not valid:\n${problems.map(({ key, problem }) => `  ${key}: ${problem}`).join("\n")}\nEvery setting is described in .env.example.`,
    );
    this.name = "EnvError";
  }
}

/** A person's settings, in which stores may be missing. Throws EnvError. */
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

/** The declared settings that are set, as text. The supervisor passes them to its processes. */
export function givenSettings(source: EnvSource = process.env): Record<string, string> {
  return Object.fromEntries(
    Object.keys(SETTINGS).flatMap((key): [string, string][] => {
      const value = source[key];
      return value?.trim() ? [[key, value]] : [];
    }),
  );
}

/** Reads `.env` of a folder into the environment; variables that are set already win. */
export function readEnvFile(file: string): void {
  if (existsSync(file)) process.loadEnvFile(file);
}

/** The settings of a running process, with every store and the secret resolved. Throws EnvError. */
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

/** For tests that change settings within one process. */
export function forgetEnv(): void {
  memo = undefined;
}

/** next-auth reads its own address from the environment and nowhere else. */
export function tellNextAuth(publicUrl: string): void {
  process.env.NEXTAUTH_URL = `${new URL(publicUrl).origin}/api/auth`;
}

/**
 * On Node 20 the SDK of the object store says at each start that its releases of 2027 will need Node 22. The release that
 * package-lock.json names runs on 20, so this says nothing about an installation; this is the SDK's own switch for it. It is
 * not handed to tasks: what a user's own code uses may say what it wants.
 */
export function leaveOutSdkNotice(): void {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
}

/** PATH, for children that start with an otherwise clean environment. */
export function searchPath(): string {
  return process.env.PATH ?? "/usr/local/bin:/usr/bin:/bin";
}

/** The guarantee: an environment is nothing but text by name; the framework's types only add NODE_ENV as required. */
export function childEnv(values: EnvSource): NodeJS.ProcessEnv {
  return { ...values } as NodeJS.ProcessEnv;
}

/** The whole environment, for a tool that acts for the person (a package manager). */
export function hostEnvironment(): EnvSource {
  return process.env;
}

export function servingPortOf(port: number): number {
  return port < 65535 ? port + 1 : port - 1;
}

/** Key, description and default of each setting, in the order of the declaration. */
export function describeSettings(): { key: string; description: string; fallback: string | undefined }[] {
  return Object.entries(SETTINGS).map(([key, schema]) => {
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
