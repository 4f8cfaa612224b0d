// Run by the Node that is tried: packages with machine code load, a fresh clone is built, started, used and stopped, and
// the unit tests pass.

import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { ROOT } from "../bundle.mjs";
import { firstMinute } from "../first-minute.mjs";
import { makeClone, temporaryFolder } from "../fresh-clone.mjs";

const require = createRequire(join(ROOT, "package.json"));
/** Packages with machine code, by what each of them does here. */
const NATIVE = {
  "@node-rs/argon2": async ({ hash, verify }) => verify(await hash("word"), "word"),
  "@duckdb/node-api": async ({ DuckDBInstance }) => {
    const connection = await (await DuckDBInstance.create()).connect();
    return (await connection.runAndReadAll("SELECT 1")).getRows().length === 1;
  },
  "onnxruntime-node": ({ InferenceSession }) => typeof InferenceSession.create === "function",
};

process.chdir(ROOT);
for (const [name, works] of Object.entries(NATIVE))
  await check(`${name} loads and works`, async () => {
    if (!(await works(require(name)))) throw new Error("it does something else");
  });
await check("a fresh clone is built, started, used and stopped, without a warning", async () => {
  const dir = temporaryFolder();
  try {
    const clone = join(dir, "clone");
    makeClone(clone);
    const env = { HOME: join(dir, "home") };
    await firstMinute({ command: process.execPath, args: ["scripts/start.mjs"], cwd: clone, env });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
await check("the unit tests pass", () => {
  // What they show is asked, not how fast: another program may have the machine.
  const flags = [
    "run",
    "--configLoader=runner",
    "--project",
    "unit",
    "--reporter=dot",
    "--testTimeout=120000",
  ];
  const vitest = join("node_modules", "vitest", "vitest.mjs");
  const { status, stdout, stderr } = spawnSync(process.execPath, [vitest, ...flags], { encoding: "utf8" });
  if (status !== 0) throw new Error(`${stdout}${stderr}`);
});
// A pool of threads of a package would keep the process.
process.exit(0);

async function check(name, work) {
  try {
    await work();
    console.log(`ok ${name} (Node ${process.versions.node})`);
  } catch (error) {
    console.log(`not ok ${name} (Node ${process.versions.node}): ${error.stack}`);
  }
}
