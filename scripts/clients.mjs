// npm run test:clients [-- leg ...]: programs of others against one installation that is thrown away, the product under other
// versions of Node, and its log stores against the real servers. The last line sums all legs. A leg whose program or packages are not to be had here says
// "not run: why" and fails nothing.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { makeToken } from "./api-client.mjs";
import { ROOT } from "./bundle.mjs";
import { engineLegs } from "./clients/engine-legs.mjs";
import { nodeLegs } from "./clients/node-legs.mjs";
import { pythonLegs } from "./clients/python-legs.mjs";
import { installIfStale } from "./dependencies.mjs";
import { leftOut, runLeg, sum } from "./legs.mjs";
import { refuseOldNode } from "./node-version.mjs";
import { sweep } from "./sweep.mjs";
import { freePort, startThrowAway } from "./throw-away.mjs";

/** Everything that a token may have at all. */
const SCOPES = [
  ...["pipelines:read", "pipelines:write", "runs:read", "runs:write", "artifacts:read", "artifacts:write"],
  ...[
    "experiments:read",
    "experiments:write",
    "models:read",
    "models:write",
    "models:manage",
    "features:read",
    "features:write",
    "endpoints:read",
    "endpoints:write",
    "predictions:run",
    "predictions:read",
    "imports:write",
    "logs:read",
    "logs:write",
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
  const isWanted = ({ name }) => wanted.length === 0 || wanted.includes(name);
  const onOne = pythonLegs(ROOT).filter(isWanted);
  const engines = engineLegs(ROOT).filter(isWanted);
  const alone = nodeLegs(ROOT).filter(isWanted);
  if (onOne.length + engines.length + alone.length === 0)
    throw new Error(`There is no leg named ${wanted.join(", ")}.`);
  const { buildIfStale } = await import("./build-steps.mjs");
  const onlyEngines = onOne.length + alone.length === 0;
  await buildIfStale(ROOT, console.log, onlyEngines ? ["database client"] : undefined);
  await runAll(engines);
  if (onOne.length > 0) await onOneInstallation((installation) => runAll(onOne, installation));
  await runAll(alone);
} catch (error) {
  console.error(error.message);
  results.push({ passed: 0, failed: 1 });
}
const { passed, failed } = sum(results);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

async function onOneInstallation(work) {
  // Tasks of the legs run programs of the legs' own packages.
  const packages = join(ROOT, ".test", "clients");
  mkdirSync(packages, { recursive: true });
  const grpcPort = await freePort();
  const settings = {
    GWANJE_TASK_MOUNTS: packages,
    GWANJE_GRPC_PORT: String(grpcPort),
    // Of the leg that asks endpoints with models of Python.
    GWANJE_MODEL_PYTHON: join(packages, "models", "venv", "bin", "python"),
  };
  const installation = await startThrowAway(ROOT, settings);
  try {
    const token = await makeToken(installation.url, installation.setupToken, SCOPES);
    await work({ ...installation, grpcPort, token });
  } finally {
    await installation.stop();
  }
}

async function runAll(legs, installation) {
  for (const { name, prepare } of legs) {
    const { leg, run, why } = await prepare(installation);
    results.push(run ? await run() : leg ? await runLeg(leg) : leftOut(name, why));
  }
}
