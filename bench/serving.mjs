// Calls of a protocol's operation that does nothing, with an API token: what stands around each call of the data plane,
// against the same answer of Fastify alone.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundle } from "../scripts/bundle.mjs";
import { askFor } from "./support/pipelined.mjs";
import { figure } from "./support/report.mjs";

const LOAD = { connections: 10, depth: 10, warmMs: 500, ms: 2_000 };

export async function bench({ root, rounds, say }) {
  const outdir = join(root, "dist", "run");
  await bundle([join(root, "workers/serving/testing/calls.ts")], outdir);
  const { startCallServers } = await import(pathToFileURL(join(outdir, "calls.js")).href);
  const { ports, headers, settings, stop, stores } = await startCallServers();
  Object.assign(process.env, settings);
  const known = (port) => askFor({ ...LOAD, port, path: "/noop/known", headers });
  const samples = { bare: [], open: [], remembered: [], asked: [] };
  try {
    for (let round = 0; round < rounds; round++) {
      say(`round ${round + 1}`);
      samples.bare.push(await known(ports.bare));
      samples.open.push(await askFor({ ...LOAD, port: ports.remembered, path: "/noop/public", headers: {} }));
      samples.remembered.push(await known(ports.remembered));
      samples.asked.push(await known(ports.asked));
    }
  } finally {
    await stop();
  }
  const rest = { better: "higher", bare: { name: "Fastify alone", samples: samples.bare } };
  return {
    stores,
    figures: [
      figure("calls of a public operation", "/s", samples.open, rest),
      figure("calls with a token", "/s", samples.remembered, rest),
      figure("calls with a token, looked up each time", "/s", samples.asked, rest),
    ],
  };
}
