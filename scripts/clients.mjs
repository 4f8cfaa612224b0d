// npm run test:clients [-- leg ...]: programs of others against one installation that is thrown away. The last line
// sums all legs. A leg whose program or packages are not to be had here says "not run: why" and fails nothing.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { makeToken } from "./api-client.mjs";
import { ROOT } from "./bundle.mjs";
import { pythonLegs } from "./clients/python-legs.mjs";
import { installIfStale } from "./dependencies.mjs";
import { leftOut, runLeg, sum } from "./legs.mjs";
import { refuseOldNode } from "./node-version.mjs";
import { sweep } from "./sweep.mjs";
import { startThrowAway } from "./throw-away.mjs";

/** Everything that a token may have at all. */
const SCOPES = [
  ...["pipelines:read", "pipelines:write", "runs:read", "runs:write", "artifacts:read", "artifacts:write"],
  ...[
    "logs:read",
    "queues:read",
    "settings:read",
    "settings:write",
    "team:read",
    "team:manage",
    "audit:read",
  ],
];

refuseOldNode();
process.chdir(ROOT);
const wanted = process.argv.slice(2);
const results = [];
try {
  mkdirSync(join(ROOT, ".test"), { recursive: true });
  sweep(ROOT);
  installIfStale(ROOT, console.log);
  const { buildIfStale } = await import("./build-steps.mjs");
  await buildIfStale(ROOT, console.log);
  const legs = pythonLegs(ROOT).filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  if (legs.length === 0) throw new Error(`There is no leg named ${wanted.join(", ")}.`);
  await runOnOneInstallation(legs);
} catch (error) {
  console.error(error.message);
  results.push({ passed: 0, failed: 1 });
}
const { passed, failed } = sum(results);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

async function runOnOneInstallation(legs) {
  const installation = await startThrowAway(ROOT);
  try {
    const token = await makeToken(installation.url, installation.setupToken, SCOPES);
    for (const { name, prepare } of legs) {
      const prepared = await prepare({ ...installation, token });
      results.push(prepared.why ? leftOut(name, prepared.why) : await runLeg(prepared.leg));
    }
  } finally {
    await installation.stop();
  }
}
