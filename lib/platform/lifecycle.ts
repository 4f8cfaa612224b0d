/**
 * The start and end of every process. Start: settings errors are printed without a stack; `start` connects, listens and
 * registers drain steps. End: SIGTERM, SIGINT, the end of stdin (the supervisor died) or a fatal error run the drain
 * steps backwards, so listeners close first and connections last. A second signal exits at once.
 */
import { EnvError, loadSettings } from "./env";
import { createLogTap, type LogTap, withTap } from "./log-tap";
import { createLogger, type Logger } from "./logger";

export type Lifecycle = {
  readonly name: string;
  readonly log: Logger;
  /** What the log says, for the log search. */
  readonly tap: LogTap;
  /** True while draining; /readyz then answers 503. */
  readonly draining: boolean;
  /** Aborted when draining begins; for loops and long waits. */
  readonly signal: AbortSignal;
  /** Adds a step to the drain list; steps run in reverse order, each at most `timeoutMs`. */
  onDrain(step: string, run: () => Promise<unknown> | unknown, timeoutMs?: number): void;
  /** Drains and exits. */
  stop(reason: string, exitCode?: number): Promise<never>;
};

/** The supervisor passes this flag. Without it the end of stdin means nothing. */
export const SUPERVISED_FLAG = "--supervised";
const STEP_TIMEOUT_MS = 10_000;
/** Files are not writable by others but readable by the tasks' users, whatever the shell's umask. */
export const UMASK = 0o022;

export function runProcess(name: string, start: (life: Lifecycle) => Promise<void>): void {
  process.umask(UMASK);
  const tap = createLogTap();
  const log = loggerOrExit(name, tap);
  const steps: { step: string; run: () => unknown; timeoutMs: number }[] = [];
  const abort = new AbortController();
  // The supervisor read our log. Flushing on exit would wait for it for ever, so the last step is a signal to
  // ourselves.
  let alone = false;

  async function stop(reason: string, exitCode = 0): Promise<never> {
    if (abort.signal.aborted) return new Promise(() => {});
    abort.abort(reason);
    note(() => log.info({ reason }, "draining"));
    for (const { step, run, timeoutMs } of steps.reverse()) {
      await within(timeoutMs, run).catch((error: unknown) => {
        note(() => log.warn({ step, err: error }, "drain step failed"));
      });
    }
    note(() => log.info("stopped"));
    if (alone) process.kill(process.pid, "SIGKILL");
    process.exit(exitCode);
  }

  const life: Lifecycle = {
    name,
    log,
    tap,
    get draining() {
      return abort.signal.aborted;
    },
    signal: abort.signal,
    onDrain: (step, run, timeoutMs = STEP_TIMEOUT_MS) => void steps.push({ step, run, timeoutMs }),
    stop,
  };

  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => (abort.signal.aborted ? process.exit(130) : void stop(signal)));
  }
  if (process.argv.includes(SUPERVISED_FLAG)) {
    onStdinEnd(() => {
      alone = true;
      log.level = "silent";
      void stop("the supervisor is gone");
    });
  }
  for (const event of ["uncaughtException", "unhandledRejection"] as const) {
    process.on(event, (error: unknown) => {
      note(() => log.fatal({ err: error }, event));
      // An error while draining must not leave the process hanging half-drained.
      if (abort.signal.aborted) process.exit(1);
      void stop(event, 1);
    });
  }
  start(life).catch((error: unknown) => {
    if (error instanceof EnvError) process.stderr.write(`${error.message}\n`);
    else log.fatal({ err: error }, "could not start");
    void stop("could not start", 1);
  });
}

/** Only the parent holds the write end of our stdin, and the kernel closes it however the parent dies. */
function onStdinEnd(gone: () => void): void {
  process.stdin.on("end", gone).on("close", gone).on("error", gone).resume();
  // The parent's end of stdout is closed by then; a last log line must not become another error.
  process.stdout.on("error", () => {});
  process.stderr.on("error", () => {});
}

function loggerOrExit(name: string, tap: LogTap): Logger {
  try {
    return createLogger(name, loadSettings().GWANJE_LOG_LEVEL, withTap(tap));
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

/** A dead supervisor has closed the other end of our log; writing to it must not stop the drain. */
function note(write: () => void): void {
  try {
    write();
  } catch {}
}

async function within(timeoutMs: number, run: () => unknown): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`took longer than ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    await Promise.race([run(), late]);
  } finally {
    clearTimeout(timer);
  }
}
