import { spawnSync } from "node:child_process";
import { readFileSync, unlinkSync, writeFileSync } from "node:fs";
import * as z from "zod";
import { isAlive } from "../stores/child";
import { type Home, readJson, writeJson } from "../stores/home";
import { StartError } from "./start-error";

const Running = z.object({ pid: z.number(), port: z.number(), began: z.string(), url: z.string() });
export type Running = z.infer<typeof Running>;

/**
 * Allows one supervisor for each state directory. The file has the process's pid and start time, so another process
 * with a reused pid is not taken for us.
 */
export function claimHome(home: Home, me: { port: number; url: string }): { release(): void } {
  const file = home.path("supervisor.json");
  const running: Running = { pid: process.pid, began: birthOf(process.pid), ...me };
  for (;;) {
    try {
      writeFileSync(file, JSON.stringify(running), { flag: "wx", mode: 0o600 });
      break;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
      const other = Running.safeParse(readJson(file));
      if (other.success && isThatProcess(other.data)) throw new StartError(alreadyRunning(home, other.data));
      unlinkSync(file);
    }
  }
  writeJson(file, running);
  return {
    release() {
      const now = Running.safeParse(readJson(file));
      if (now.success && now.data.pid === process.pid) unlinkSync(file);
    },
  };
}

function alreadyRunning(home: Home, { pid, port, url }: Running): string {
  return (
    `Gwanje is already running in this directory: process ${pid}, port ${port}, ${url}. ` +
    `Stop it with: kill ${pid}   (state: ${home.dir}; a second installation needs its own GWANJE_HOME)`
  );
}

function isThatProcess({ pid, began }: Running): boolean {
  return isAlive(pid) && birthOf(pid) === began;
}

/** Start time of a process in the system's own format; only compared, never shown. */
function birthOf(pid: number): string {
  if (process.platform !== "linux") {
    return spawnSync("ps", ["-p", String(pid), "-o", "lstart="], { encoding: "utf8" }).stdout.trim();
  }
  try {
    // Field 22 of stat, counted after the closing bracket, because the name in field 2 may contain spaces.
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ")[19] ?? "";
  } catch {
    return "";
  }
}
