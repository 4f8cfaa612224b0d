// The product under each newer Node, from the packages that the npm package `node` chooses from: they hold the program,
// and need no install script.
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { checks } from "../legs.mjs";

const VERSIONS = { 22: "22.23.3", 24: "24.21.0" };
const PROGRAM = join(dirname(fileURLToPath(import.meta.url)), "on-node.mjs");

export function nodeLegs(root) {
  return Object.entries(VERSIONS).map(([major, version]) => ({
    name: `node-${major}`,
    prepare: () => prepare(root, `node-${major}`, version),
  }));
}

async function prepare(root, name, version) {
  const system = `${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  const dir = join(root, ".test", "clients", name);
  const program = join(dir, "node_modules", `node-${system}`, "bin", "node");
  if (versionOf(program) !== version) {
    const why = install(dir, `node-${system}@${version}`);
    if (why) return { why };
  }
  // Also for what its processes start by the name alone.
  const env = { PATH: `${dirname(program)}:${process.env.PATH}` };
  return { leg: checks(root, name, program, [PROGRAM], env) };
}

function install(dir, wanted) {
  mkdirSync(dir, { recursive: true });
  const flags = ["--ignore-scripts", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status, stderr } = spawnSync("npm", ["install", "--prefix", dir, ...flags, wanted], {
    encoding: "utf8",
  });
  return status === 0 ? null : `npm install ${wanted} failed: ${stderr}`;
}

function versionOf(program) {
  return spawnSync(program, ["-p", "process.versions.node"], { encoding: "utf8" }).stdout?.trim();
}
