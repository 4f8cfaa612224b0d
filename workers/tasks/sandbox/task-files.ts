import { execFile } from "node:child_process";
import { closeSync, constants, fchownSync, openSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { promisify } from "node:util";
import { childEnv } from "@/lib/platform/env";
import type { Logger } from "@/lib/platform/logger";

const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** A new file that its owner alone reads. It is never one that was there, nor behind a link. */
export function writeNewFile(file: string, text: string, owner: number | null): void {
  const fd = openSync(file, NEW_FILE, 0o600);
  try {
    writeFileSync(fd, text);
    if (owner !== null) fchownSync(fd, owner, owner);
  } finally {
    closeSync(fd);
  }
}

/** A task may have taken its own right to look into its folders, and nested them deeper than a path is long. */
export async function removeTaskFolder(dir: string, log: Logger): Promise<void> {
  const run = promisify(execFile);
  const env = childEnv({ PATH: "/usr/bin:/bin" });
  try {
    await rm(dir, { recursive: true, force: true });
  } catch {
    await run("chmod", ["-R", "u+rwX", dir], { env }).catch(() => {});
    await run("rm", ["-rf", "--", dir], { env }).catch((error: unknown) =>
      log.warn({ err: error, dir }, "a task's directory was not removed"),
    );
  }
}
