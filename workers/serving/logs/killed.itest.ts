import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { poolSql, type Sql } from "@/lib/platform/db";
import { childEnv, searchPath } from "@/lib/platform/env";
import { stubEnv, testStores, waitFor } from "@/lib/testing";
import { waitForLocked, whileHeld } from "@/lib/testing/held";
import { buildPrograms } from "@/workers/tasks/testing";
import { tokenOf } from "../mlflow/testing";

/** The serving process as an installation runs it, killed at a moment of the transaction that the test holds. */
const stores = testStores();
const children = new Set<ChildProcess>();
let dist = "";
let token = "";
const COMMIT_LOCK = 4_711;

beforeAll(async () => {
  stubEnv(stores.env);
  dist = await buildPrograms(["serving"]);
  token = await tokenOf(stores, ["logs:write"]);
  // The process has the real clock.
  await stores.db.prisma.apiToken.updateMany({ data: { expiresAt: new Date(Date.now() + 3_600_000) } });
  const sql = poolSql(stores.db.pool);
  // Makes each commit of a batch wait for a lock.
  await sql.rows(`CREATE FUNCTION wait_at_commit() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_advisory_xact_lock_shared(${COMMIT_LOCK}); RETURN NULL; END $$`);
  await sql.rows(`CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON log_batch DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION wait_at_commit()`);
});
afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await rm(dist, { recursive: true, force: true });
});

async function startServing() {
  const port = await freePort();
  const { DATABASE_URL, REDIS_URL, S3_ENDPOINT, S3_BUCKET } = stores.env;
  const { S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY, GWANJE_SECRET } = stores.env;
  const given = { DATABASE_URL, REDIS_URL, S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY };
  const more = { GWANJE_SECRET, GWANJE_SERVING_PORT: String(port), GWANJE_LOG_LEVEL: "silent" };
  const child = spawn(process.execPath, [join(dist, "serving.js")], {
    env: childEnv({ PATH: searchPath(), ...given, ...more }),
    stdio: ["ignore", "ignore", "inherit"],
  });
  children.add(child);
  const url = `http://127.0.0.1:${port}`;
  await waitFor(
    "the process",
    () =>
      fetch(`${url}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      ),
    40_000,
  );
  const send = (body: string) =>
    fetch(`${url}/ingest/logs/`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
      body,
    }).then(
      ({ status }) => status,
      () => "no answer",
    );
  const kill = async () => {
    child.kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  };
  return { send, kill };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address ? address.port : 0;
}

const batch = (service: string) =>
  [1, 2, 3]
    .map((n) => JSON.stringify({ service, msg: `line ${n}`, time: new Date().toISOString() }))
    .join("\n");
const stored = async (service: string) => {
  const sql = "SELECT message FROM log_record WHERE service = $1 ORDER BY message";
  return (await poolSql(stores.db.pool).rows<{ message: string }>(sql, [service])).map(
    ({ message }) => message,
  );
};
const ALL = ["line 1", "line 2", "line 3"];

test.each([
  // The records were copied in; the counts of their minute cannot be.
  ["before the commit", (sql: Sql) => sql.rows("LOCK TABLE log_minute IN ACCESS EXCLUSIVE MODE"), []],
  // The server goes on with a commit that it has begun, and nobody is there to hear of it.
  [
    "between the commit and the answer",
    (sql: Sql) => sql.rows(`SELECT pg_advisory_xact_lock(${COMMIT_LOCK})::text`),
    ALL,
  ],
])(
  "a process that is killed %s: what was answered is there, what was not is stored once when it comes again",
  async (when, hold, left) => {
    const answered = `answered ${when}`;
    const unanswered = batch(`unanswered ${when}`);
    const first = await startServing();
    expect(await first.send(batch(answered))).toBe(200);
    const sent = await whileHeld(stores.db.pool, hold, async () => {
      const answer = first.send(unanswered);
      await waitForLocked(stores.db.pool);
      await first.kill();
      return { answer };
    });
    expect(await sent.answer).toBe("no answer");
    await waitFor("the end of its transaction", noTransaction);
    expect([await stored(answered), await stored(`unanswered ${when}`)]).toEqual([ALL, left]);
    const next = await startServing();
    expect([await next.send(unanswered), await next.send(unanswered)]).toEqual([200, 200]);
    expect(await stored(`unanswered ${when}`)).toEqual(ALL);
    await next.kill();
  },
);

async function noTransaction() {
  const sql = `SELECT count(*)::int AS open FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
      AND backend_type = 'client backend'`;
  const [row] = await poolSql(stores.db.pool).rows<{ open: number }>(sql);
  return row?.open === 0;
}
