import { Redis } from "ioredis";
import pg from "pg";

/** The versions of an installation's PostgreSQL and Redis, from its settings. */
export async function storeVersions({ DATABASE_URL, REDIS_URL }) {
  const db = new pg.Client({ connectionString: DATABASE_URL });
  const redis = new Redis(REDIS_URL);
  try {
    await db.connect();
    const { rows } = await db.query("SHOW server_version");
    const version = /redis_version:(\S+)/.exec(await redis.info("server"))?.[1];
    return { postgres: rows[0].server_version, redis: version };
  } finally {
    redis.disconnect();
    await db.end();
  }
}
