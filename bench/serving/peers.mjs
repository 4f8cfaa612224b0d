// The peers that serving_bench.py builds of packages from PyPI: Feast's Python server on a Redis of its own, and FastAPI with
// onnxruntime and two models.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { aptInstall, has } from "../../scripts/apt.mjs";
import { freePort } from "../../scripts/throw-away.mjs";

const FEAST = "0.67.0";
const MODELS = ["trees", "logreg"];

/** `{feast, fastapi, stop}`, of which one that cannot be had is missing; it is said why. */
export async function startPeers({ load, data, say }) {
  if (!has("wrk")) await aptInstall("wrk");
  const running = [];
  const start = async (words) => {
    const peer = await startPeer([load, ...words], say);
    if (peer) running.push(peer);
    return peer;
  };
  const feastHome = join(data, "feast");
  const ports = { feast: await freePort(), redis: await freePort(), fastapi: await freePort() };
  const feast = await start([
    ...["feast-peer", feastHome, "--feast", FEAST, "--port", String(ports.feast)],
    ...["--redis-port", String(ports.redis)],
  ]);
  const fastapiHome = join(data, "fastapi");
  const fastapi = await start(["fastapi-peer", fastapiHome, "--port", String(ports.fastapi)]);
  return {
    ...(feast ? { feast: { name: `Feast ${FEAST}`, ...feast } } : {}),
    ...(fastapi ? { fastapi: { name: "FastAPI", ...fastapi, models: modelsOf(fastapiHome) } } : {}),
    async stop() {
      for (const { stop } of running) await stop();
    },
  };
}

function modelsOf(home) {
  const files = MODELS.map((name) => [name, join(home, "peer-fastapi", `${name}.onnx`)]);
  return Object.fromEntries(
    files.flatMap(([name, file]) => (existsSync(file) ? [[name, readFileSync(file)]] : [])),
  );
}

/** Null when it does not start, which takes minutes the first time. */
async function startPeer(args, say) {
  say(`starting ${args[1]}`);
  const child = spawn("python3", args, { stdio: ["ignore", "pipe", 2], detached: true });
  const ended = new Promise((done) => child.once("close", done));
  const stop = async () => {
    if (child.exitCode === null) child.kill("SIGTERM");
    await ended;
  };
  const ready = new Promise((done) => {
    let text = "";
    child.stdout.on("data", (chunk) => {
      text += chunk;
      const found = / at (http:\S+?)\s+pid (\d+)/.exec(text);
      if (found) done({ url: found[1], pid: Number(found[2]) });
    });
  });
  const peer = await Promise.race([ready, ended.then(() => null)]);
  if (!peer) {
    say(`${args[1]} did not start: measured without it`);
    return null;
  }
  return { ...peer, stop };
}
