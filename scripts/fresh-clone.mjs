// A copy of this working copy as a newcomer has it: the files, the packages, and nothing that was built or kept here.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { ROOT } from "./bundle.mjs";

/** Not part of a clone: packages, builds, state, settings. */
const MADE_HERE = new Set([
  ...[".git", "node_modules", "dist", "generated", "next-env.d.ts", ".env", "test-results"],
  ...["playwright-report", ".next", ".test", ".gwanje"],
]);

/** A folder of mode 700 among the machine's temporary files, if they are on our disk: packages are linked, not copied. */
export function temporaryFolder() {
  const sameDisk = statSync(tmpdir()).dev === statSync(ROOT).dev;
  return mkdtempSync(join(sameDisk ? tmpdir() : join(ROOT, ".test"), "gwanje-"));
}

/** The packages are second names of the same files. */
export function makeClone(to) {
  mkdirSync(to, { recursive: true });
  const isPart = (source) => !MADE_HERE.has(basename(source));
  for (const name of readdirSync(ROOT).filter(isPart))
    cpSync(join(ROOT, name), join(to, name), { recursive: true, filter: isPart });
  const packages = [join(ROOT, "node_modules"), join(to, "node_modules")];
  if (spawnSync("cp", ["-al", ...packages]).status === 0) return;
  rmSync(packages[1], { recursive: true, force: true });
  if (spawnSync("cp", ["-R", ...packages]).status !== 0) throw new Error("node_modules could not be copied");
}
