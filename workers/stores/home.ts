import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as z from "zod";

/** The state directory of an installation, and the two small files in it that every start reads. */
export type Home = { dir: string; path(...parts: string[]): string };

const Secrets = z.object({
  secret: z.string(),
  postgresPassword: z.string(),
  databasePassword: z.string(),
  redisPassword: z.string(),
  s3AccessKeyId: z.string(),
  s3SecretAccessKey: z.string(),
  setupToken: z.string(),
});
export type Secrets = z.infer<typeof Secrets>;

/** The addresses of embedded stores. Ports are kept, so that a restarted store has the same. */
const StoresEnv = z.object({
  DATABASE_URL: z.string().optional(),
  REDIS_URL: z.string().optional(),
  S3_ENDPOINT: z.string().optional(),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
});
export type StoresEnv = z.infer<typeof StoresEnv>;

export function openHome(dir: string): Home {
  const absolute = resolve(dir);
  // 711, because the embedded database may run as another user that must pass through; secrets inside are mode 600.
  mkdirSync(absolute, { recursive: true, mode: 0o711 });
  return { dir: absolute, path: (...parts) => join(absolute, ...parts) };
}

/** Generates what is missing, keeps what exists. */
export function readSecrets(home: Home): Secrets {
  const file = home.path("secrets.json");
  const kept = Secrets.partial().parse(readJson(file) ?? {});
  const hex = (bytes: number) => randomBytes(bytes).toString("hex");
  const secrets: Secrets = {
    secret: kept.secret ?? hex(32),
    postgresPassword: kept.postgresPassword ?? hex(24),
    databasePassword: kept.databasePassword ?? hex(24),
    redisPassword: kept.redisPassword ?? hex(24),
    s3AccessKeyId: kept.s3AccessKeyId ?? hex(10).toUpperCase(),
    s3SecretAccessKey: kept.s3SecretAccessKey ?? hex(20),
    setupToken: kept.setupToken ?? hex(24),
  };
  if (Object.keys(kept).length !== Object.keys(secrets).length) writeJson(file, secrets);
  return secrets;
}

export function readStoresEnv(home: Home): StoresEnv {
  return StoresEnv.parse(readJson(home.path("env.json")) ?? {});
}

export function writeStoresEnv(home: Home, env: StoresEnv): void {
  writeJson(home.path("env.json"), env);
}

export function readJson(file: string): unknown {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    throw new Error(`${file} is not valid JSON. Restore it from a backup, or move it away to start over.`);
  }
}

/** Mode 600 and atomic: a crash leaves the old file or the new one. */
export function writeJson(file: string, value: unknown): void {
  const next = `${file}.${process.pid}.tmp`;
  writeFileSync(next, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(next, file);
}
