// A newcomer's first minute with an installation that is started as at a terminal: the set-up link, the sign-in page, a
// run of two tasks, Ctrl-C. Nothing that it says on the way is a warning.
import { spawn } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { callApi, makeToken } from "./api-client.mjs";
import { freePort } from "./throw-away.mjs";

const START_PATIENCE_MS = 600_000;
const RUN_PATIENCE_MS = 60_000;
const POLL_MS = 100;
/** A shell that finds the SDK for Python, and a program of ours with packages of ours. */
const FIND_SDK = `IFS=:; for one in $PYTHONPATH; do [ -r "$one/gwanje.py" ] && exit 0; done; exit 1`;
const HELLO = {
  dag_id: "hello",
  tasks: [
    { task_id: "shell", kind: "bash", command: ["bash", "-c", FIND_SDK] },
    { task_id: "query", kind: "sql", statement: "SELECT 1 AS one" },
  ],
};
/** Ours is what begins with our name, and npm's is its own heading. All else would be a warning of a process or of Node. */
const EXPECTED = /^(gwanje {2}|> |\s*$)/;

/** `command` in `cwd`, as `user` if it is given (uid, gid). Throws with everything that was said when something is wrong. */
export async function firstMinute({ command, args, cwd, env, user = {} }) {
  const url = `http://localhost:${await freePort()}`;
  const started = await start(url, { command, args, cwd, env, user });
  try {
    const token = await makeToken(url, started.setupToken);
    const page = await fetch(`${url}/sign-in`, { redirect: "manual" });
    if (page.status !== 200) throw new Error(`the sign-in page answered ${page.status}`);
    await callApi(url, token, "PUT", "/api/v1/pipelines/hello", { parent_id: null, spec: HELLO });
    const { id } = await callApi(url, token, "POST", "/api/v1/pipelines/hello/runs", {});
    await succeeds(() => callApi(url, token, "GET", `/api/v1/runs/${id}`));
  } finally {
    await started.stop();
  }
  const warnings = warningsIn(started.output());
  if (warnings.length > 0) throw new Error(`It said what nobody asked for:\n${warnings.join("\n")}`);
}

/** Lines of a start that neither we nor npm write. */
export function warningsIn(output) {
  return output.split("\n").filter((line) => !EXPECTED.test(line));
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

/** In a process group of its own, ended by Ctrl-C. */
async function start(url, { command, args, cwd, env, user }) {
  const child = spawn(command, args, {
    cwd,
    env: { PATH: process.env.PATH, PORT: new URL(url).port, ...env },
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
  return { setupToken: /setup\?token=(\S+)/.exec(output)[1], output: () => output, stop };
}

function signal(group, name) {
  try {
    process.kill(-group, name);
  } catch {
    // It ended by itself.
  }
}
