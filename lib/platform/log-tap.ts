import { type DestinationStream, pino } from "pino";

const MOST_LINES = 2_000;
const MOST_CHARACTERS = 4 * 1024 * 1024;

/**
 * A second way for the lines of a process's log, beside stdout: held until they are taken, as many as there is room for, and
 * counted where there is none. It never waits and never fails.
 */
export type LogTap = {
  /** From now on, and of what is held, lines below this level (30 is info) are left out. */
  open(level: number): void;
  write(line: string): void;
  /** `dropped`: how many had no room since the last time. */
  take(): { lines: string[]; dropped: number };
  /** What is logged meanwhile goes to stdout alone. */
  apart(log: () => void): void;
};

export function createLogTap(): LogTap {
  // Until its settings are read a process says little, and that is held.
  let least = 0;
  let isApart = false;
  let lines: string[] = [];
  let characters = 0;
  let dropped = 0;
  return {
    open(level) {
      least = level;
      lines = lines.filter((line) => levelOf(line) >= level);
    },
    write(line) {
      if (isApart || levelOf(line) < least) return;
      if (lines.length >= MOST_LINES || characters + line.length > MOST_CHARACTERS) {
        dropped += 1;
        return;
      }
      lines.push(line);
      characters += line.length;
    },
    take() {
      const taken = { lines, dropped };
      lines = [];
      characters = 0;
      dropped = 0;
      return taken;
    },
    apart(log) {
      isApart = true;
      try {
        log();
      } finally {
        isApart = false;
      }
    },
  };
}

/** Stdout and the tap. */
export function withTap(
  tap: LogTap,
  stdout: { write(line: string): unknown; flushSync(): void } = pino.destination(process.stdout.fd || 1),
): DestinationStream {
  return Object.assign(
    {
      write(line: string) {
        stdout.write(line);
        tap.write(line);
      },
    },
    // pino calls it after a fatal line.
    { flushSync: () => stdout.flushSync() },
  );
}

/** Every line begins with it. */
function levelOf(line: string): number {
  return Number(/^\{"level":(\d{1,3}),/.exec(line)?.[1] ?? 0);
}
