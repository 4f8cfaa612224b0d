// Hashes the sources of a build. A build is stale when the stored hash differs.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";

const IGNORED = new Set(["node_modules", "generated", ".next", "dist", "__snapshots__"]);
const TEST = /\.(test|itest|spec)\.tsx?$/;

/** SHA-256 over the paths and contents of the given files and folders (missing ones are skipped, tests ignored). */
export function hashSources(root, paths) {
  const hash = createHash("sha256");
  for (const file of paths.flatMap((path) => filesUnder(join(root, path))).sort()) {
    const name = relative(root, file).split(sep).join("/");
    const content = readFileSync(file);
    hash.update(`${name}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

function filesUnder(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return TEST.test(path) ? [] : [path];
  return readdirSync(path)
    .filter((name) => !IGNORED.has(name) && !name.startsWith("."))
    .flatMap((name) => filesUnder(join(path, name)));
}
