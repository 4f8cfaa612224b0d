// Removes leftovers of killed runs under .test/. A name there ends with the id of the process that created it.
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

export function sweep(root) {
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
