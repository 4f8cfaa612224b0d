// npm test: everything, on throw-away stores and state. The last line sums all legs.
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { runBrowserTests } from "./browser.mjs";
import { sourceLegs, typesLeg, unitLeg } from "./checks.mjs";
import { ensureChromium } from "./chromium.mjs";
import { installIfStale } from "./dependencies.mjs";
import { runLeg, sum, tellFailures, told, tool, vitest } from "./legs.mjs";
import { refuseOldNode } from "./node-version.mjs";
import { sweep } from "./sweep.mjs";

refuseOldNode();
const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
process.chdir(root);
const say = (line) => console.log(line);
const results = [];

try {
  sweep(root);
  // A download for the browser tests, which report its failure.
  const chromium = ensureChromium(say);
  chromium.catch(() => {});
  installIfStale(root, say);
  const { buildIfStale } = await import("./build-steps.mjs");
  await buildIfStale(root, say, ["database client"]);
  const built = build(buildIfStale);
  for (const leg of [...sourceLegs(root), unitLeg(root)]) results.push(await runLeg(leg));
  results.push(await built);
  for (const leg of [
    typesLeg(root),
    ...budgets(),
    vitest(root, "integration", ["integration", "process"]),
    program("faults", "scripts/faults.mjs"),
    program("closed clone", "scripts/closed-clone.mjs"),
    memory(),
  ]) {
    results.push(await runLeg(leg));
  }
  results.push(...(await runBrowserTests(root, await chromium)));
} catch (error) {
  console.error(error.message);
  results.push({ passed: 0, failed: 1 });
}
tellFailures(root, results);
const { passed, failed } = sum(results);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

async function build(buildIfStale) {
  const began = Date.now();
  try {
    await buildIfStale(root, say);
    return told("build", { passed: 1, failed: 0 }, began);
  } catch (error) {
    const result = told("build", { passed: 0, failed: 1 }, began);
    console.log(error.message);
    return result;
  }
}

/** Faults in their short form, on stores that they may kill; a start in a clone that is closed to others. */
function program(name, file) {
  return { ...tool(root, name, "", []), command: process.execPath, args: [file] };
}

/** Memory of an idle installation; the table is printed also within the budget. */
function memory() {
  return { ...program("memory", "scripts/memory.mjs"), isShown: true };
}

/** JavaScript of each route against its budget, read from the build. */
function budgets() {
  return existsSync(join(root, "scripts", "js-budget.mjs"))
    ? [program("js budgets", "scripts/js-budget.mjs")]
    : [];
}
