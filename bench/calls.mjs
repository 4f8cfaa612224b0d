// Calls of a protocol's operation that does nothing, with an API token: what stands around each call of the data plane,
// against the same answer of Fastify alone.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundle } from "../scripts/bundle.mjs";
import { askFor } from "./support/pipelined.mjs";
import { figure } from "./support/report.mjs";

const LOAD = { connections: 10, depth: 10, ms: 2_000 };

export async function bench({ root, rounds, say }) {
  const outdir = join(root, "dist", "run");
  await bundle([join(root, "workers/serving/testing/calls.ts")], outdir);
  const { startCallServers } = await import(pathToFileURL(join(outdir, "calls.js")).href);
  const { ports, headers, settings, stop, stores } = await startCallServers();
  Object.assign(process.env, settings);
  const known = (port) => rate({ ...LOAD, port, path: "/noop/known", headers });
  const open = () => rate({ ...LOAD, port: ports.remembered, path: "/noop/public", headers: {} });
  const samples = { bare: [], open: [], remembered: [], asked: [] };
  try {
    // The first round is the compiler's.
    for (let round = 0; round <= rounds; round++) {
      say(round === 0 ? "warming up" : `round ${round}`);
      const rates = {
        bare: await known(ports.bare),
        open: await open(),
        remembered: await known(ports.remembered),
        asked: await known(ports.asked),
      };
      if (round > 0) for (const [name, value] of Object.entries(rates)) samples[name].push(value);
    }
  } finally {
    await stop();
  }
  const rest = { better: "higher", bare: { name: "Fastify alone", samples: samples.bare } };
  return {
    stores,
    figures: [
      figure("calls of a public operation", "/s of processor time", samples.open, rest),
      figure("calls with a token", "/s of processor time", samples.remembered, rest),
      figure("calls with a token, looked up each time", "/s of processor time", samples.asked, rest),
    ],
  };
}

/** Answers per second of processor time of the servers' thread. Other work on the machine changes it little. */
async function rate(target) {
  const before = threadSeconds();
  const answers = await askFor(target);
  return answers / (threadSeconds() - before);
}

function threadSeconds() {
  const [nanoseconds] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, "utf8").split(" ");
  return Number(nanoseconds) / 1e9;
}
