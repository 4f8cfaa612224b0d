import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { searchPath } from "@/lib/platform/env";

/** Programs of tasks; those that the machine has must be reachable. */
const INTERPRETERS = ["bash", "python3"];

/**
 * The folders of PATH that this user may enter. Null when an interpreter would be lost, a needed file is
 * unreachable, or setpriv is missing or not permitted. For a worker that is root.
 */
export function pathOfUser(uid: number, mustReach: readonly string[]): string | null {
  const script = `
    n=$1; shift; while [ "$n" -gt 0 ]; do [ -e "$1" ] || exit 1; shift; n=$((n-1)); done
    for dir; do if [ -x "$dir" ]; then echo "$dir"; fi; done`;
  const all = searchPath()
    .split(":")
    .filter((dir) => existsSync(dir));
  const id = String(uid);
  const args = ["--reuid", id, "--regid", id, "--clear-groups", "--no-new-privs", "--", "sh", "-c", script];
  const given = ["sh", String(mustReach.length), ...mustReach, ...all];
  const { status, stdout } = spawnSync("setpriv", [...args, ...given], { cwd: "/", encoding: "utf8" });
  if (status !== 0) return null;
  const open = stdout.split("\n").filter((dir) => dir !== "");
  const holds = (dirs: readonly string[], name: string) => dirs.some((dir) => existsSync(join(dir, name)));
  const complete = INTERPRETERS.every((name) => holds(open, name) || !holds(all, name));
  return complete ? open.join(":") : null;
}
