import { execFile } from "node:child_process";
import { chownSync, constants, openSync } from "node:fs";
import { Socket } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { childEnv, searchPath } from "@/lib/platform/env";

/**
 * Where the output of one task comes in. Named pipes, and the task's own: unlike the sockets that Node makes, a script may
 * open them again as /dev/stdout and /dev/stderr.
 */
export type OutputPipes = {
  readonly stdout: string;
  readonly stderr: string;
  /** To be read once the process has them open: a pipe without a writer is at its end. */
  readonly out: Socket;
  readonly err: Socket;
  /** `isFree`: nobody holds them any more. */
  giveBack(isFree: boolean): void;
};

/** Made once and used by one task after the other: making one costs a process. */
export function createOutputPipes(dir: string): { take(uid: number | null): Promise<OutputPipes> } {
  const free: string[] = [];
  let count = 0;

  async function make(): Promise<string> {
    const name = join(dir, `pipe-${++count}`);
    await promisify(execFile)("mkfifo", ["-m", "600", `${name}.out`, `${name}.err`], {
      env: childEnv({ PATH: searchPath() }),
    });
    return name;
  }

  return {
    async take(uid) {
      const name = free.pop() ?? (await make());
      const files = [`${name}.out`, `${name}.err`] as const;
      const own = (id: number) => {
        for (const file of files) chownSync(file, id, id);
      };
      const [out, err] = [reader(files[0]), reader(files[1])];
      if (uid !== null) own(uid);
      return {
        stdout: files[0],
        stderr: files[1],
        out,
        err,
        giveBack(isFree) {
          out.destroy();
          err.destroy();
          // A task that once had this user id must not open what another one uses.
          if (uid !== null) own(0);
          if (isFree) free.push(name);
        },
      };
    },
  };
}

function reader(file: string): Socket {
  const fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  return new Socket({ fd, readable: true, writable: false });
}
