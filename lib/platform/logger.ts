import { type DestinationStream, type Logger, pino } from "pino";
import { redact, redactText } from "./redact";

export type { Logger };

/**
 * Structured logs of our own processes: one JSON object per line, on stdout unless `to` says otherwise. Every argument
 * of a call goes through `redact`, so no secret is in it, by whatever path it came.
 */
export function createLogger(processName: string, level: string, to?: DestinationStream): Logger {
  const options = {
    level,
    base: { process: processName, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    // The copy that `redact` makes of an error is what is written.
    serializers: { err: (error: unknown) => error },
    hooks: { logMethod },
  };
  return to ? pino(options, to) : pino(options);
}

/** An error alone is an object with a message, as pino would make of it. */
function logMethod(this: Logger, args: unknown[], write: (this: Logger, ...args: never[]) => void): void {
  const [first, ...rest] = args;
  const line =
    first instanceof Error
      ? [{ err: redact(first) }, ...(rest.length > 0 ? rest.map(redact) : [redactText(first.message)])]
      : args.map(redact);
  writeLine(this, line, write);
}

/** The guarantee: the arguments have the shape the caller's had, each replaced by a copy of its own kind. */
function writeLine(log: Logger, line: unknown[], write: (this: Logger, ...args: never[]) => void): void {
  write.apply(log, line as never[]);
}
