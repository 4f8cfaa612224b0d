// The same work with nothing around it, measured in the same minutes: on a shared machine only the ratio is worth something.
import { spawn, spawnSync } from "node:child_process";
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

/** One call at a time on one connection: what each hop is made of. */
export async function baselines({ db, redis }) {
  await db.query("CREATE TABLE IF NOT EXISTS bench_row (id int PRIMARY KEY, n int NOT NULL)");
  await db.query("INSERT INTO bench_row VALUES (1, 0) ON CONFLICT DO NOTHING");
  const client = await db.connect();
  try {
    return [
      figure("Redis PING", "ms", await timed(() => redis.ping())),
      figure("Postgres SELECT 1", "ms", await timed(() => client.query({ name: "one", text: "SELECT 1" }))),
      figure(
        "Postgres update, committed",
        "ms",
        await timed(() =>
          client.query({ name: "bump", text: "UPDATE bench_row SET n = n + 1 WHERE id = 1" }),
        ),
      ),
    ];
  } finally {
    client.release();
    await db.query("DROP TABLE bench_row");
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
