import { execFile } from "node:child_process";
import { chownSync, constants, openSync, rmSync } from "node:fs";
import { Socket } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { childEnv, searchPath } from "@/lib/platform/env";

/**
 * The output of one task: one named pipe for both streams, which keeps the order of lines. Unlike Node's sockets, a
 * script can reopen it as /dev/stdout and /dev/stderr.
 */
export type OutputPipe = {
  readonly file: string;
  /** Read it after the process has opened it, because a pipe without a writer is at its end. */
  readonly out: Socket;
  /** Removes the name, so that no other process can open it. */
  unlink(): void;
};

/** Creating pipes needs a process, so it makes several. */
const STOCK = 32;

/** Each pipe serves one task only: processes that still hold it cannot read or write output of the next. */
export function createOutputPipes(dir: string): { take(uid: number | null): Promise<OutputPipe> } {
  const stock: string[] = [];
  let making: Promise<void> | undefined;
  let count = 0;

  async function make(): Promise<void> {
    const names = Array.from({ length: STOCK }, () => join(dir, `pipe-${++count}`));
    await promisify(execFile)("mkfifo", ["-m", "600", ...names], { env: childEnv({ PATH: searchPath() }) });
    stock.push(...names);
  }

  return {
    async take(uid) {
      let file = stock.pop();
      while (file === undefined) {
        making ??= make().finally(() => {
          making = undefined;
        });
        await making;
        file = stock.pop();
      }
      const name = file;
      const fd = openSync(name, constants.O_RDONLY | constants.O_NONBLOCK);
      if (uid !== null) chownSync(name, uid, uid);
      return {
        file: name,
        out: new Socket({ fd, readable: true, writable: false }),
        unlink: () => rmSync(name, { force: true }),
      };
    },
  };
}
