import { accessSync, constants, statSync } from "node:fs";
import { resolve } from "node:path";
import { startLongTimer } from "@/lib/platform/long-timer";
import type { Box, Started } from "./sandbox/box";
import { RefusedStart } from "./sandbox/launcher";
import type { Cause, LimitWatch, Usage } from "./sandbox/limits";

/** Reasons of an abort: the lease is no longer surely ours; another attempt has taken the place of this one. */
export const LEASE_LOST = "lease_lost";
const FENCED = "fenced";
const TERM_GRACE_MS = 5_000;
/** Everything of the task is gone by then; should something hold our pipes all the same, the log does not wait longer. */
const PIPE_GRACE_MS = 2_000;

export type Ended =
  | { spawned: false; error: Error }
  | {
      spawned: true;
      exitCode: number | null;
      signal: string | null;
      timedOut: boolean;
      /** Why it was to be ended, when that was said before it had ended by itself. */
      abortReason: string | null;
      /** The limit it went over, when that is why it was ended. */
      cause: Cause | null;
      usage: Usage;
    };

/**
 * Runs argv in a box, in a process group of its own. Abort or the time limit ends the group: SIGTERM, 5 s, SIGKILL; a
 * limit, or an abort because another attempt may run by now, ends it at once. Whatever the task has started ends with it, before this answers. Throws what is the machine's fault.
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
  // The output ends a moment before the process is waited for: the last look at what it has used.
  const output = pump(child.output, options.onOutput).then(() => watched.look());
  const exit = await child.exited.catch((error: Error) => error);
  // Whatever is said from here on comes too late: the task has come to its own end.
  const abortReason = options.signal.aborted ? String(options.signal.reason) : null;
  limit?.clear();
  // The kernel may have ended it: its account says why.
  watched.look();
  clearTimeout(hard);
  watched.end();
  options.signal.removeEventListener("abort", end);
  await box.endAll();
  const cut = setTimeout(() => child.output.destroy(), PIPE_GRACE_MS);
  await output;
  clearTimeout(cut);
  // Nobody can tell how it ended: the machine's failure, not the task's.
  if (exit instanceof Error) throw exit;
  const { exitCode, signal, cpuMs } = exit;
  const seen = watched.usage();
  const usage = { ...seen, cpu_ms: Math.max(seen.cpu_ms, cpuMs ?? 0) };
  return { spawned: true, exitCode, signal, timedOut, abortReason, cause, usage };
}

/** The next attempt may start any moment: there is no time for a polite end. */
function isFenced({ aborted, reason }: AbortSignal): boolean {
  return aborted && (reason === LEASE_LOST || reason === FENCED);
}

/** Looked up here, since the program that changes the user would only say so in the log. */
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
    // The pipe was cut; what came before it is in the log.
  }
}
