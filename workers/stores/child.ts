import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { childEnv, type EnvSource, searchPath } from "@/lib/platform/env";

export type RunAs = { uid: number; gid: number; passThrough: boolean };
export type StopSignal = "SIGINT" | "SIGTERM";

const POLL_MS = 25;

/**
 * From util-linux, which every Debian and Fedora has. Without it (macOS) a server survives a SIGKILL of ours until the
 * next start.
 */
const hasSetpriv = process.platform === "linux" && spawnSync("setpriv", ["--version"]).status === 0;

/** Starts a server that dies with this process: the kernel sends it `stopSignal`, however we ended. */
export function spawnServer(
  command: string,
  args: readonly string[],
  options: { stopSignal: StopSignal; runAs?: RunAs | undefined; cwd: string; env?: EnvSource },
): ChildProcess {
  const { runAs, stopSignal } = options;
  const base = {
    cwd: options.cwd,
    env: childEnv(options.env ?? {}),
    stdio: ["ignore", "pipe", "pipe"] as const,
    detached: true,
  };
  if (!hasSetpriv) {
    const ids = runAs ? { uid: runAs.uid, gid: runAs.gid } : {};
    return spawn(command, [...args], { ...base, stdio: [...base.stdio], ...ids });
  }
  return spawn(
    "setpriv",
    [...privileges(runAs), "--pdeathsig", stopSignal.slice(3), "--", command, ...args],
    {
      ...base,
      env: childEnv({ PATH: searchPath(), ...options.env }),
      stdio: [...base.stdio],
    },
  );
}

/** Runs a command to its end as the given user. */
export async function runAsUser(
  command: string,
  args: readonly string[],
  runAs: RunAs | undefined,
  cwd: string,
) {
  const [file, all, ids] =
    hasSetpriv && runAs
      ? ["setpriv", [...privileges(runAs), "--", command, ...args], {}]
      : [command, [...args], runAs ? { uid: runAs.uid, gid: runAs.gid } : {}];
  return promisify(execFile)(file, all, { cwd, env: childEnv({ PATH: searchPath(), LC_ALL: "C" }), ...ids });
}

function privileges(runAs: RunAs | undefined): string[] {
  if (!runAs) return [];
  const ids = ["--reuid", String(runAs.uid), "--regid", String(runAs.gid), "--clear-groups"];
  return runAs.passThrough ? [...ids, ...passing(ids)] : ids;
}

/**
 * The one capability that lets another user reach files below a closed folder (a clone under /root). Reading everything
 * would be enough, but a container often grants only writing everything too. The secure bit keeps it effective for
 * access(2), with which the server checks its folders.
 */
function passing(ids: readonly string[]): string[] {
  const sets = ["dac_read_search", "dac_override"].map((right) => [
    ...["--inh-caps", "--ambient-caps", "--bounding-set"].flatMap((set) => [set, `-all,+${right}`]),
    ...["--securebits", "+no_setuid_fixup", "--no-new-privs"],
  ]);
  const granted = sets.find((set) => spawnSync("setpriv", [...ids, ...set, "--", "true"]).status === 0);
  if (granted) return granted;
  throw new Error(
    "The database runs as another user, to whom a folder on the way to this one is closed, and this machine lets no " +
      "process pass there. Move the installation to a folder that all may pass (chmod o+x), or set DATABASE_URL.",
  );
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** A zombie whose parent (often a container's first process) never waited for it: it counts as gone. */
function isZombie(pid: number): boolean {
  try {
    return process.platform === "linux" && /\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return true;
  }
}

/** The command line of a process, "" when it is gone or hidden. */
export function commandOf(pid: number): string {
  if (process.platform !== "linux") {
    return spawnSync("ps", ["-p", String(pid), "-o", "command="], { encoding: "utf8" }).stdout.trim();
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
  } catch {
    return "";
  }
}

/** The parent's pid; undefined where the system does not show it. */
export function parentOf(pid: number): number | undefined {
  try {
    // Field 4 of stat, counted after the closing bracket, because the name in field 2 may contain spaces.
    return Number(readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ")[1]);
  } catch {
    return undefined;
  }
}

/** Sends SIGTERM, waits, then SIGKILL. */
export async function stopPid(pid: number, signal: StopSignal, patienceMs = 10_000): Promise<void> {
  if (!sendSignal(pid, signal)) return;
  if (await waitFor(() => !isAlive(pid), patienceMs)) return;
  sendSignal(pid, "SIGKILL");
  await waitFor(() => !isAlive(pid), patienceMs);
}

export async function waitFor(done: () => boolean | Promise<boolean>, patienceMs: number): Promise<boolean> {
  const deadline = Date.now() + patienceMs;
  while (!(await done())) {
    if (Date.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return true;
}

function sendSignal(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
