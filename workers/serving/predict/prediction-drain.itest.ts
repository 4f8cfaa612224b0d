import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createEndpoint } from "@/lib/endpoints";
import { elementwise, registry } from "@/lib/endpoints/testing";
import { poolSql } from "@/lib/platform/db";
import { childEnv, searchPath } from "@/lib/platform/env";
import { stubEnv, testCtx, testStores, waitFor } from "@/lib/testing";
import { waitForLocked, whileHeld } from "@/lib/testing/held";
import { buildPrograms } from "@/workers/tasks/testing";
import { tokenOf } from "../mlflow/testing";

/** The serving process as an installation runs it, stopped while the prediction log cannot be written. */
const stores = testStores();
const children = new Set<ChildProcess>();
let dist = "";
let token = "";

beforeAll(async () => {
  stubEnv(stores.env);
  dist = await buildPrograms(["serving"]);
  token = await tokenOf(stores, ["predictions:run"]);
  // The process has the real clock.
  await stores.db.prisma.apiToken.updateMany({ data: { expiresAt: new Date(Date.now() + 3_600_000) } });
});
afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await rm(dist, { recursive: true, force: true });
});

async function startServing() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  server.close();
  await once(server, "close");
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
  const isReady = () =>
    fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await waitFor("the process", isReady, 40_000);
  const predict = async (endpoint: string) => {
    const response = await fetch(`${url}/predict/${endpoint}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, connection: "close" },
      body: JSON.stringify({ instances: [{ x: 1 }] }),
    });
    await response.arrayBuffer();
    return { status: response.status, id: response.headers.get("x-prediction-id") ?? "" };
  };
  return { child, predict };
}

test("a process that is told to stop writes what it has answered", async () => {
  const { model, version } = registry(stores);
  const registered = await model();
  await version(registered, { "model.onnx": elementwise("Log") });
  await createEndpoint(testCtx(stores), {
    name: "drained",
    variant: { model: registered, version: 1 },
    deadline_ms: 30_000,
  });
  const { child, predict } = await startServing();
  const exited = once(child, "exit");
  const first = await predict("drained");
  expect(first.status).toBe(200);
  const stored = async () => {
    const sql = "SELECT prediction_id AS id FROM prediction ORDER BY prediction_id";
    return (await poolSql(stores.db.pool).rows<{ id: string }>(sql)).map(({ id }) => id);
  };
  await waitFor("the first to be written", async () => (await stored()).length === 1);
  const ids = await whileHeld(
    stores.db.pool,
    (sql) => sql.rows("LOCK TABLE prediction IN SHARE MODE"),
    async () => {
      const answers = [await predict("drained"), await predict("drained")];
      child.kill("SIGTERM");
      await waitForLocked(stores.db.pool);
      return answers.map(({ id }) => id);
    },
  );
  expect(await exited).toEqual([0, null]);
  expect(await stored()).toEqual([first.id, ...ids].sort());
});
