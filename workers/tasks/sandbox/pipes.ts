import { execFile } from "node:child_process";
import { chownSync, constants, openSync, rmSync } from "node:fs";
import { Socket } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { childEnv, searchPath } from "@/lib/platform/env";

/**
 * Where the output of one task comes in: one named pipe for both streams, so that lines stand in the order in which they
 * were written. Unlike the sockets that Node makes, a script may open it again as /dev/stdout and /dev/stderr.
 */
export type OutputPipe = {
  readonly file: string;
  /** To be read once the process has it open: a pipe without a writer is at its end. */
  readonly out: Socket;
  /** Takes the name away. Nobody opens it after that who did not hold it before. */
  unlink(): void;
};

/** Making pipes costs a process, whose time many share. */
const STOCK = 32;

/** Each pipe is one task's and is never used again: what it has handed to others reads and writes nothing of the next. */
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
