// A throw-away installation as a client sees it: set up, signed in, with an API token and a look into its database.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Redis } from "ioredis";
import pg from "pg";
import { callApi, makeToken } from "../../scripts/api-client.mjs";
import { startThrowAway } from "../../scripts/throw-away.mjs";

export async function startInstallation(root, env = {}) {
  const installation = await startThrowAway(root, env);
  const { url, home, setupToken } = installation;
  try {
    const stores = JSON.parse(readFileSync(join(home, "env.json"), "utf8"));
    const token = await makeToken(url, setupToken);
    const db = new pg.Pool({ connectionString: stores.DATABASE_URL, max: 2 });
    db.on("error", () => {});
    const redis = new Redis(stores.REDIS_URL);
    return {
      ...installation,
      token,
      db,
      redis,
      api: (method, path, body, onSend) => callApi(url, token, method, path, body, onSend),
      async versions() {
        const { rows } = await db.query("SHOW server_version");
        const redisVersion = /redis_version:(\S+)/.exec(await redis.info("server"))?.[1];
        return { postgres: rows[0].server_version, redis: redisVersion };
      },
      async stop() {
        redis.disconnect();
        await db.end();
        await installation.stop();
      },
    };
  } catch (error) {
    await installation.stop();
    throw error;
  }
}
