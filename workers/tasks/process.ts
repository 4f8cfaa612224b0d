import { type ChildProcess, spawn } from "node:child_process";

const TERM_GRACE_MS = 5_000;
/** A descendant that left the group may hold our pipes open; the log does not wait for it longer than this. */
const PIPE_GRACE_MS = 2_000;

export type Ended =
  | { spawned: false; error: Error }
  | { spawned: true; exitCode: number | null; signal: string | null; timedOut: boolean };

/** Runs argv in a process group of its own; abort or the time limit ends the whole group: SIGTERM, 5 s, SIGKILL. */
export async function runCommand(options: {
  argv: readonly string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  timeoutMs: number | null;
  signal: AbortSignal;
  onOutput(stream: "o" | "e", bytes: Buffer): Promise<void>;
}): Promise<Ended> {
  const [program = "", ...args] = options.argv;
  let child: ChildProcess;
  try {
    child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
  } catch (error) {
    return { spawned: false, error: error instanceof Error ? error : new Error(String(error)) };
  }
  let timedOut = false;
  let hard: NodeJS.Timeout | undefined;
  const end = () => {
    hard ??= setTimeout(() => signalGroup(child, "SIGKILL"), TERM_GRACE_MS);
    signalGroup(child, "SIGTERM");
  };
  const ended = new Promise<Ended>((resolve) => {
    child.once("error", (error) => resolve({ spawned: false, error }));
    child.once("exit", (exitCode, signal) => resolve({ spawned: true, exitCode, signal, timedOut }));
  });
  const limit =
    options.timeoutMs === null
      ? undefined
      : setTimeout(() => {
          timedOut = true;
          end();
        }, options.timeoutMs);
  if (options.signal.aborted) end();
  options.signal.addEventListener("abort", end, { once: true });
  const output = Promise.all([
    pump(child.stdout, (bytes) => options.onOutput("o", bytes)),
    pump(child.stderr, (bytes) => options.onOutput("e", bytes)),
  ]);
  const outcome = await ended;
  clearTimeout(limit);
  clearTimeout(hard);
  options.signal.removeEventListener("abort", end);
  // Whatever the task left running in its group ends with it.
  signalGroup(child, "SIGKILL");
  const cut = setTimeout(() => {
    child.stdout?.destroy();
    child.stderr?.destroy();
  }, PIPE_GRACE_MS);
  await output;
  clearTimeout(cut);
  return outcome;
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is empty already.
  }
}

async function pump(
  stream: NodeJS.ReadableStream | null,
  take: (bytes: Buffer) => Promise<void>,
): Promise<void> {
  if (!stream) return;
  try {
    for await (const bytes of stream) await take(Buffer.from(bytes));
  } catch {
    // The pipe was cut; what came before it is in the log.
  }
}
