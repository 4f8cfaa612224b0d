import { execFileSync } from "node:child_process";

/** For tests: a named pipe that any user may open. */
export function makePipe(file: string): string {
  execFileSync("mkfifo", ["-m", "666", file]);
  execFileSync("chmod", ["666", file]);
  return file;
}
