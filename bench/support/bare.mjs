// The same work with nothing around it, measured in the same minutes: on a shared machine only the ratio is worth something.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { homedir } from "node:os";
import { join } from "node:path";
import { figure } from "./report.mjs";

const CALLS = 500;
/**
 * As the worker starts them: a clean environment (what a shell exports may slow an interpreter down several times), and
 * a session of its own, for which Linux keeps a share of the processor of its own.
 */
const SPAWN = {
  stdio: "ignore",
  detached: true,
  env: { PATH: pathOfTasks(), LANG: "C.UTF-8", TZ: "UTC" },
};

/** The python3 that tasks have: the one that PATH names, without the shim of a version manager before it. */
function pathOfTasks() {
  const { stdout } = spawnSync("python3", ["-c", "import sys; print(sys.prefix)"], { encoding: "utf8" });
  const folders = (process.env.PATH ?? "").split(":").filter((folder) => !folder.startsWith(homedir()));
  return [join(stdout.trim(), "bin"), ...folders].join(":");
}

/** Seconds for `count` processes, at most `together` at a time. */
export async function runBare([program, ...args], count, together) {
  const began = performance.now();
  let left = count;
  const lane = async () => {
    while (left-- > 0) await exitOf(spawn(program, args, SPAWN));
  };
  await Promise.all(Array.from({ length: together }, lane));
  return (performance.now() - began) / 1_000;
}

/** Seconds for `count` committed updates of one row, one after the other on one connection. */
export function runUpdates({ db }, count) {
  return withRow(db, async (update) => {
    const began = performance.now();
    for (let n = 0; n < count; n++) await update();
    return (performance.now() - began) / 1_000;
  });
}

/**
 * The least that a trigger can be: a request to a bare Node server, one committed update, a push into Redis that another
 * connection waits for, and the program as a process. Milliseconds from the request to the answer, the pop and the process's end.
 */
export async function startBareTrigger({ db, redis }, [program, ...args]) {
  const key = "bench-bare-trigger";
  const popper = redis.duplicate();
  await withRow(db, (update) => update());
  const server = createServer(async (_, response) => {
    await db.query({ name: "bump", text: BUMP });
    await redis.lpush(key, "1");
    response.end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${server.address().port}`;
  return {
    async trigger() {
      const sent = performance.now();
      const since = () => performance.now() - sent;
      const popped = popper.brpop(key, 5).then(async () => {
        const claimedMs = since();
        await exitOf(spawn(program, args, SPAWN));
        return { claimedMs, endedMs: since() };
      });
      await (await fetch(url, { method: "POST" })).text();
      const answeredMs = since();
      return { answeredMs, ...(await popped) };
    },
    close() {
      popper.disconnect();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Milliseconds of requests for the same JSON at a bare Node server, read and parsed. */
export async function startBareAnswer(json) {
  const text = JSON.stringify(json);
  const server = createServer((_, response) => response.end(text));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    async read() {
      const sent = performance.now();
      await (await fetch(`http://127.0.0.1:${server.address().port}`)).json();
      return performance.now() - sent;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** One call at a time on one connection: what each hop is made of. */
export function baselines({ db, redis }) {
  return withRow(db, async (update, client) => [
    figure("Redis PING", "ms", await timed(() => redis.ping())),
    figure("Postgres SELECT 1", "ms", await timed(() => client.query({ name: "one", text: "SELECT 1" }))),
    figure("Postgres update, committed", "ms", await timed(update)),
  ]);
}

const BUMP = "UPDATE bench_row SET n = n + 1 WHERE id = 1";

/** On one connection, with a row that may be updated. */
async function withRow(db, work) {
  await db.query("CREATE TABLE IF NOT EXISTS bench_row (id int PRIMARY KEY, n int NOT NULL)");
  await db.query("INSERT INTO bench_row VALUES (1, 0) ON CONFLICT DO NOTHING");
  const client = await db.connect();
  try {
    return await work(() => client.query({ name: "bump", text: BUMP }), client);
  } finally {
    client.release();
  }
}

async function timed(call) {
  for (let n = 0; n < 20; n++) await call();
  const times = [];
  for (let n = 0; n < CALLS; n++) {
    const sent = performance.now();
    await call();
    times.push(performance.now() - sent);
  }
  return times;
}

function exitOf(child) {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", resolve);
  });
}
