import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { attemptToken } from "@/lib/platform/crypto";
import { createConnection, createVariable } from "@/lib/settings";
import { testStores } from "@/lib/testing";
import { testWorker } from "./testing";

/** Secrets are in the environment of the task that declared them, for as long as it runs, and in no store at any time. */
const stores = testStores();
const { ctx, state, start, ended } = testWorker(stores, { fetchAllow: "127.0.0.1" });
const [VARIABLE, PASSWORD, EXTRA] = ["var-5e7ec0de-91", "pass-77aa03-word", "extra-c0ffee-42"];
let server: Server;
beforeAll(async () => {
  server = createServer((_request, response) => response.end("ok")).listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => {
  server.close();
});

/** Every row of every table as text. */
async function tables(): Promise<string[]> {
  const { rows } = await stores.db.pool.query<{ name: string }>(
    "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('public', 'obs')",
  );
  const dumps = await Promise.all(
    rows.map(async ({ name }) => {
      const { rows: found } = await stores.db.pool.query<{ row: string }>(
        `SELECT t::text AS row FROM ${name} t`,
      );
      return found.map(({ row }) => `${name}: ${row}`);
    }),
  );
  return dumps.flat();
}

/** Every key of Redis with its value, as the server writes it to disk. */
async function redis(): Promise<string[]> {
  const keys = await stores.redis.keys("*");
  return Promise.all(
    keys.map(async (key) => `${key}: ${(await stores.redis.dumpBuffer(key))?.toString("latin1") ?? ""}`),
  );
}

async function bucket(): Promise<string[]> {
  const { objects } = await stores.storage.list("");
  return Promise.all(
    objects.map(
      async ({ key }) => `${key}: ${(await stores.storage.getBytes(key))?.toString("latin1") ?? ""}`,
    ),
  );
}

/**
 * Records all commands to Redis from here on. Uses MONITOR by hand, because the client fails when another command
 * arrives just as it starts.
 */
async function listenIn(url: string): Promise<{ end(): string[] }> {
  const { hostname, port, username, password, searchParams } = new URL(url);
  const path = searchParams.get("path");
  const socket = path ? connect(path) : connect(Number(port), hostname);
  let heard = "";
  socket.setEncoding("latin1").on("data", (text) => {
    heard += String(text);
  });
  const commands = [...(password ? [`AUTH ${username || "default"} ${password}`] : []), "MONITOR"];
  socket.write(commands.map((command) => `${command}\r\n`).join(""));
  const answers = () => [...heard.matchAll(/^\+OK\r$/gm)].length;
  while (answers() < commands.length) await once(socket, "data");
  return {
    end() {
      socket.destroy();
      return heard.split("\r\n");
    },
  };
}

test("no table, no message, no key of Redis and no object holds a secret or a task's token", async () => {
  const { port } = server.address() as AddressInfo;
  const host = `http://127.0.0.1:${port}`;
  await createVariable(ctx(), { key: "API_KEY", value: VARIABLE });
  await createConnection(ctx(), {
    id: "vendor",
    type: "http",
    host,
    login: "me",
    password: PASSWORD,
    extra: { headers: { "x-extra": EXTRA } },
  });
  // Everything that is queued goes through Redis and stays there for us to look at, besides what the worker takes.
  const watcher = await listenIn(stores.env.REDIS_URL);
  const all = `echo "$API_KEY $GWANJE_TOKEN"; echo "$API_KEY" | base64 >&2; printf '"%s"' "$API_KEY" > "$GWANJE_RESULT_FILE"`;
  const run = await ended(
    await start("secrets", [
      { task_id: "print", kind: "bash", command: ["bash", "-c", all], secrets: ["API_KEY"] },
      {
        task_id: "fail",
        kind: "bash",
        command: ["bash", "-c", `${all}; echo "[$API_KEY" > "$GWANJE_RESULT_FILE"; exit 0`],
        secrets: ["API_KEY"],
      },
      { task_id: "call", kind: "http", url: `${host}/`, connection: "vendor" },
      { task_id: "after", kind: "bash", command: ["true"], depends_on: ["print", "call"] },
    ]),
  );
  expect(Object.fromEntries(run.tasks.map(({ task_id, state: ends }) => [task_id, ends]))).toEqual({
    print: "success",
    fail: "failed",
    call: "success",
    after: "success",
  });
  // The worker stores the ends of logs in the background.
  await state.worker.drain(60_000);
  const sent = watcher.end();

  const attempts = run.tasks.flatMap((task) => task.attempts.map(({ id }) => id));
  const tokens = attempts.map((id) => attemptToken(stores.secret, id));
  const plain = [VARIABLE, PASSWORD, EXTRA, `me:${PASSWORD}`, ...tokens, stores.secret];
  const forms = plain.flatMap((text) => [text, Buffer.from(text).toString("base64").replace(/=+$/, "")]);
  const kept = { tables: await tables(), redis: await redis(), sent, bucket: await bucket() };
  // Makes sure that there is something to find: the run's rows, messages and logs.
  expect(kept.tables.join("\n")).toContain(run.id);
  expect(kept.bucket.join("\n")).toContain("***");
  expect(attempts.every((id) => kept.tables.some((line) => line.includes(id)))).toBe(true);
  expect(sent.length).toBeGreaterThan(0);
  for (const [where, lines] of Object.entries(kept))
    expect(
      lines.filter((line) => forms.some((form) => line.includes(form))),
      where,
    ).toEqual([]);
});
