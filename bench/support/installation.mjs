// A throw-away installation as a client sees it: set up, signed in, with an API token and a look into its database.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Redis } from "ioredis";
import pg from "pg";
import { startThrowAway } from "../../scripts/throw-away.mjs";

const ADMIN = { email: "bench@example.com", password: "only as long as this runs" };
const SCOPES = ["pipelines:read", "pipelines:write", "runs:read", "runs:write"];

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
      db,
      redis,
      api: (method, path, body, onSend) => call(url, token, method, path, body, onSend),
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

/** A caller over its budget of calls waits and asks again; `onSend` hears of each try, so that the wait is not measured. */
async function call(url, token, method, path, body, onSend = () => {}) {
  for (;;) {
    onSend();
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.status === 429) {
      const seconds = Number(response.headers.get("retry-after")) || 1;
      await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
      continue;
    }
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return text === "" ? null : JSON.parse(text);
  }
}

async function makeToken(url, setupToken) {
  const json = { "content-type": "application/json", origin: url };
  const made = await fetch(`${url}/api/v1/setup`, {
    method: "POST",
    headers: json,
    body: JSON.stringify({ token: setupToken, team_name: "Bench", name: "Bench", ...ADMIN }),
  });
  if (!made.ok) throw new Error(`set-up answered ${made.status}: ${await made.text()}`);
  const csrf = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = await csrf.json();
  const signedIn = await fetch(`${url}/api/auth/callback/credentials`, {
    method: "POST",
    redirect: "manual",
    headers: { "content-type": "application/x-www-form-urlencoded", cookie: cookies(csrf), origin: url },
    body: new URLSearchParams({ csrfToken, ...ADMIN, json: "true", callbackUrl: url }),
  });
  const token = await fetch(`${url}/api/v1/tokens`, {
    method: "POST",
    headers: { ...json, cookie: cookies(signedIn) },
    body: JSON.stringify({ name: "bench", scopes: SCOPES }),
  });
  if (!token.ok) throw new Error(`the token answered ${token.status}: ${await token.text()}`);
  return (await token.json()).token;
}

function cookies(response) {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}
