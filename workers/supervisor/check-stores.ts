import { HeadBucketCommand } from "@aws-sdk/client-s3";
import { Redis } from "ioredis";
import pg from "pg";
import type { Settings } from "@/lib/platform/env";
import { createS3Client } from "@/lib/platform/storage/client";
import { StartError } from "./start-error";

const TIMEOUT_MS = 5_000;
const OLDEST_POSTGRES = 160_000;

/** Tries each store of these settings once. Throws a StartError of one line. */
export async function checkStores(settings: Settings): Promise<void> {
  const { DATABASE_URL, REDIS_URL, S3_ENDPOINT } = settings;
  if (DATABASE_URL) await attempt("DATABASE_URL", DATABASE_URL, () => tryPostgres(DATABASE_URL));
  if (REDIS_URL) await attempt("REDIS_URL", REDIS_URL, () => tryRedis(REDIS_URL));
  if (S3_ENDPOINT) await attempt("S3_ENDPOINT", S3_ENDPOINT, () => tryS3(settings));
}

export function hidePassword(url: string): string {
  const shown = new URL(url);
  if (shown.password) shown.password = "***";
  return shown.href.replace(/\/$/, "");
}

async function attempt(name: string, url: string, connect: () => Promise<void>): Promise<void> {
  try {
    await connect();
  } catch (error) {
    throw new StartError(`${name}: tried ${hidePassword(url)}: ${reasonOf(error)}`);
  }
}

/** One line, also for a name with two addresses, whose refusal has several errors in one. */
function reasonOf(error: unknown): string {
  const first = error instanceof AggregateError ? error.errors[0] : error;
  const message = first instanceof Error ? first.message || first.name : String(first);
  return message.replaceAll(/\s+/g, " ");
}

async function tryPostgres(url: string): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
  });
  client.on("error", () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version_num: string }>("SHOW server_version_num");
    const version = Number(rows[0]?.server_version_num);
    if (version < OLDEST_POSTGRES) {
      throw new Error(`PostgreSQL ${Math.floor(version / 10_000)} is too old; 16 or newer is needed`);
    }
  } finally {
    await client.end().catch(() => {});
  }
}

async function tryRedis(url: string): Promise<void> {
  const redis = new Redis(url, {
    lazyConnect: true,
    retryStrategy: () => null,
    connectTimeout: TIMEOUT_MS,
    commandTimeout: TIMEOUT_MS,
    maxRetriesPerRequest: 0,
  });
  // ioredis rejects with "Connection is closed."; only its error event has the reason.
  let reason: Error | undefined;
  redis.on("error", (error: Error) => {
    reason ??= error;
  });
  try {
    await redis.connect();
    await redis.ping();
  } catch (error) {
    throw reason ?? error;
  } finally {
    redis.disconnect();
  }
}

/** A missing bucket is fine, because it is created later. */
async function tryS3(settings: Settings): Promise<void> {
  const client = createS3Client({
    endpoint: settings.S3_ENDPOINT ?? "",
    region: settings.S3_REGION,
    forcePathStyle: settings.S3_FORCE_PATH_STYLE,
    maxAttempts: 1,
    credentials: {
      accessKeyId: settings.S3_ACCESS_KEY_ID ?? "",
      secretAccessKey: settings.S3_SECRET_ACCESS_KEY ?? "",
    },
  });
  try {
    await client.send(new HeadBucketCommand({ Bucket: settings.S3_BUCKET }), {
      abortSignal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    const status = statusOf(error);
    if (status === 404) return;
    if (status === 403) throw new Error("the store refused the credentials (403)");
    throw error;
  } finally {
    client.destroy();
  }
}

function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error && "$metadata" in error)) return undefined;
  const { $metadata } = error;
  return typeof $metadata === "object" && $metadata && "httpStatusCode" in $metadata
    ? Number($metadata.httpStatusCode)
    : undefined;
}
