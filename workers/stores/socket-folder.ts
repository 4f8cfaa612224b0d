import { createHash } from "node:crypto";
import { accessSync, chownSync, constants, lstatSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { RunAs } from "./child";

/** What the kernel takes as a socket's address: 108 bytes on Linux and 104 on macOS, one of them for the end. */
const LONGEST_ADDRESS = 103;

/**
 * An empty folder for a server's socket, which its user and root alone may enter: beside the server's data, or in a
 * folder with a short name when the path would be too long for an address.
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
  // A server of an earlier start that was killed leaves its socket and a lock with its number.
  rmSync(folder, { recursive: true, force: true });
  // Fails when another user has made one in between.
  mkdirSync(folder, { mode: 0o700 });
  if (owner) chownSync(folder, owner.uid, owner.gid);
  return folder;
}

/** The same one at each start. */
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

/** As a parameter of a URL that also stands between single quotes in a shell. */
export function inUrl(path: string): string {
  return encodeURIComponent(path).replaceAll("'", "%27");
}
