// npm test: everything, on stores and state that are thrown away. The last line sums all legs.
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { staticLegs, unitLeg } from "./checks.mjs";
import { ensureChromium } from "./chromium.mjs";
import { installIfStale } from "./dependencies.mjs";
import { playwright, runLeg, sum, tool, vitest } from "./legs.mjs";
import { refuseOldNode } from "./node-version.mjs";
import { startThrowAway } from "./throw-away.mjs";

refuseOldNode();
const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
process.chdir(root);
const say = (line) => console.log(line);
const results = [];

try {
  sweep();
  installIfStale(root, say);
  const { buildIfStale } = await import("./build-steps.mjs");
  results.push(await build(buildIfStale));
  for (const leg of [...staticLegs(root), unitLeg(root), ...budgets(), vitest(root, "integration")]) {
    results.push(await runLeg(leg));
  }
  results.push(await runLeg(faults()));
  results.push(await browser());
} catch (error) {
  console.error(error.message);
  results.push({ passed: 0, failed: 1 });
}
const { passed, failed } = sum(results);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

async function build(buildIfStale) {
  try {
    await buildIfStale(root, say);
    say("build            ok          1 passed    0 failed");
    return { passed: 1, failed: 0 };
  } catch (error) {
    console.log(error.message);
    return { passed: 0, failed: 1 };
  }
}

/** The short form of the fault test, on stores that it may kill. */
function faults() {
  return { ...tool(root, "faults", "", []), command: process.execPath, args: ["scripts/faults.mjs"] };
}

/** JavaScript of each route against its budget, read from the build. */
function budgets() {
  return existsSync(join(root, "scripts", "js-budget.mjs"))
    ? [{ ...tool(root, "js budgets", "", []), command: process.execPath, args: ["scripts/js-budget.mjs"] }]
    : [];
}

async function browser() {
  const chromium = ensureChromium(say);
  const installation = await startThrowAway(root);
  try {
    return await runLeg(
      playwright(root, {
        CHROMIUM_PATH: chromium,
        GWANJE_E2E_URL: installation.url,
        GWANJE_E2E_HOME: installation.home,
        GWANJE_E2E_SETUP_TOKEN: installation.setupToken,
        GWANJE_E2E_ISSUER_PORT: String(installation.issuerPort),
      }),
    );
  } finally {
    await installation.stop();
  }
}

/** What runs that were killed left behind. A folder's name ends with the number of the process that made it. */
function sweep() {
  const dir = join(root, ".test");
  mkdirSync(dir, { recursive: true });
  for (const name of readdirSync(dir)) {
    const pid = Number(/-(\d+)(\.json)?$/.exec(name)?.[1] ?? 0);
    if (pid > 0 && !isAlive(pid)) rmSync(join(dir, name), { recursive: true, force: true });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
