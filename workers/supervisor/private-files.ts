import { chmodSync, fchmodSync, fstatSync, statSync } from "node:fs";
import { say } from "./output";
import { StartError } from "./start-error";

const OTHERS = 0o077;
const OWNER_ONLY = 0o600;
const STDOUT = 1;

/** The file has secrets, but editors leave it readable for every user of the machine, tasks included. */
export function closeEnvFile(file: string): void {
  const mode = statSync(file, { throwIfNoEntry: false })?.mode;
  if (mode === undefined || (mode & OTHERS) === 0) return;
  try {
    chmodSync(file, OWNER_ONLY);
  } catch {
    throw new StartError(
      `${file} may be read by other users of this machine, and its mode cannot be changed by this one. ` +
        `Type: sudo chmod 600 '${file}'`,
    );
  }
  say(`${file} could be read by other users of this machine; it has mode 600 now`);
}

/** Our output has the set-up link, so a file that stores it is closed like our own. */
export function closeOutputFile(): void {
  const output = fstatSync(STDOUT);
  if (!output.isFile() || (output.mode & OTHERS) === 0) return;
  try {
    fchmodSync(STDOUT, OWNER_ONLY);
  } catch {
    say(
      "the file that this is written to may be read by other users of this machine; close it with chmod 600",
    );
  }
}
