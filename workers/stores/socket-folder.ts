import { createHash } from "node:crypto";
import { accessSync, chownSync, constants, lstatSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { RunAs } from "./child";

/** Longest socket address: 108 bytes on Linux and 104 on macOS, including the final NUL. */
const LONGEST_ADDRESS = 103;

/**
 * Creates an empty folder for a server's socket, open to its user and root only: beside the server's data, or under a
 * short name when that path is too long for an address.
 */
export function socketFolder(beside: string, fileName: string, owner?: RunAs): string {
  const near = join(beside, "socket");
  const folder = Buffer.byteLength(join(near, fileName)) <= LONGEST_ADDRESS ? near : shortFolder(near);
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (found && ![process.getuid?.(), owner?.uid].includes(found.uid)) {
    throw new Error(
      `${folder} belongs to another user of this machine. Remove it, or use a shorter GWANJE_HOME.`,
    );
  }
  // A killed server leaves its socket and a lock file with its pid.
  rmSync(folder, { recursive: true, force: true });
  // Fails when another user created it in between.
  mkdirSync(folder, { mode: 0o700 });
  if (owner) chownSync(folder, owner.uid, owner.gid);
  return folder;
}

/** The same name at each start. */
function shortFolder(near: string): string {
  const name = `gwanje-${createHash("sha256").update(near).digest("hex").slice(0, 16)}`;
  return join(isWritable("/run") ? "/run" : "/tmp", name);
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Encoded for a URL that may stand in single quotes of a shell. */
export function inUrl(path: string): string {
  return encodeURIComponent(path).replaceAll("'", "%27");
}
