import { accessSync, constants, statSync } from "node:fs";
import { resolve } from "node:path";
import { startLongTimer } from "@/lib/platform/long-timer";
import type { Box, Started } from "./sandbox/box";
import { RefusedStart } from "./sandbox/launcher";
import type { Cause, LimitWatch, Usage } from "./sandbox/limits";

/** Abort reasons: the lease may be lost; another attempt has replaced this one. */
export const LEASE_LOST = "lease_lost";
const FENCED = "fenced";
const TERM_GRACE_MS = 5_000;
/** Time for the output to end after all processes of the task are gone, should another process hold the pipes. */
const PIPE_GRACE_MS = 2_000;

export type Ended =
  | { spawned: false; error: Error }
  | {
      spawned: true;
      exitCode: number | null;
      signal: string | null;
      timedOut: boolean;
      /** The abort reason, if it came before the process ended. */
      abortReason: string | null;
      /** The exceeded limit, if that is why it was killed. */
      cause: Cause | null;
      usage: Usage;
    };

/**
 * Runs argv in a box and a process group of its own. An abort or the time limit ends the group: SIGTERM, 5 s, SIGKILL;
 * an exceeded limit, or an abort because another attempt may run by now, kills it at once. Kills everything that the
 * task started before it returns. Throws errors of the machine.
 */
export async function runCommand(options: {
  argv: readonly string[];
  box: Box;
  limits: LimitWatch;
  env: NodeJS.ProcessEnv;
  timeoutMs: number | null;
  signal: AbortSignal;
  onStart?: () => void;
  onOutput(bytes: Buffer): Promise<void>;
}): Promise<Ended> {
  const { box, limits } = options;
  const missing = whyNotFound(options.argv[0] ?? "", box);
  if (missing) return { spawned: false, error: new Error(missing) };
  let child: Started;
  try {
    child = await box.start(options.argv, options.env);
  } catch (error) {
    if (error instanceof RefusedStart) return { spawned: false, error };
    throw error;
  }
  const { pid } = child;
  options.onStart?.();
  let timedOut = false;
  let cause: Cause | null = null;
  let hard: NodeJS.Timeout | undefined;
  const end = () => {
    if (isFenced(options.signal)) return void box.endAll();
    hard ??= setTimeout(() => void box.endAll(), TERM_GRACE_MS);
    signalGroup(pid, "SIGTERM");
  };
  const stop = (why: Cause) => {
    cause ??= why;
    void box.endAll();
  };
  const watched = limits.watch({ pid, uid: box.uid, dir: box.dir, cgroup: box.cgroup, stop });
  const limit =
    options.timeoutMs === null
      ? undefined
      : startLongTimer(() => {
          timedOut = true;
          end();
        }, options.timeoutMs);
  if (options.signal.aborted) end();
  options.signal.addEventListener("abort", end, { once: true });
  // The output ends just before the process: the last chance to read its usage.
  const output = pump(child.output, options.onOutput).then(() => watched.look());
  const exit = await child.exited.catch((error: Error) => error);
  // Later aborts are ignored: the task has ended by itself.
  const abortReason = options.signal.aborted ? String(options.signal.reason) : null;
  limit?.clear();
  // The kernel may have killed it; the cgroup's counters tell why.
  watched.look();
  clearTimeout(hard);
  watched.end();
  options.signal.removeEventListener("abort", end);
  await box.endAll();
  const cut = setTimeout(() => child.output.destroy(), PIPE_GRACE_MS);
  await output;
  clearTimeout(cut);
  // Its exit is unknown, so the machine failed, not the task.
  if (exit instanceof Error) throw exit;
  const { exitCode, signal, cpuMs } = exit;
  const seen = watched.usage();
  const usage = { ...seen, cpu_ms: Math.max(seen.cpu_ms, cpuMs ?? 0) };
  return { spawned: true, exitCode, signal, timedOut, abortReason, cause, usage };
}

/** The next attempt may start at any moment, so there is no time for SIGTERM. */
function isFenced({ aborted, reason }: AbortSignal): boolean {
  return aborted && (reason === LEASE_LOST || reason === FENCED);
}

/** Looked up here, because setpriv would report a missing command in the log only. */
function whyNotFound(program: string, { dir: cwd, searchPath }: Box): string | null {
  const places = program.includes("/")
    ? [resolve(cwd, program)]
    : searchPath.split(":").map((dir) => resolve(dir || cwd, program));
  let why = "there is no such program";
  for (const place of places) {
    try {
      accessSync(place, constants.X_OK);
      if (statSync(place).isFile()) return null;
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "EACCES")
        why = "it may not be executed";
    }
  }
  return why;
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is empty already.
  }
}

async function pump(stream: NodeJS.ReadableStream, take: (bytes: Buffer) => Promise<void>): Promise<void> {
  try {
    for await (const bytes of stream) await take(typeof bytes === "string" ? Buffer.from(bytes) : bytes);
  } catch {
    // The pipe was cut; earlier output is in the log.
  }
}
