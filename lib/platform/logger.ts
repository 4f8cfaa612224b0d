import { type DestinationStream, type Logger, pino } from "pino";
import { redact, redactText } from "./redact";

export type { Logger };

/**
 * Structured logs of our own processes: one JSON object a line, on stdout or `to`. Every argument passes `redact`, so
 * no secret gets in.
 */
export function createLogger(processName: string, level: string, to?: DestinationStream): Logger {
  const options = {
    level,
    base: { process: processName, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    // Errors are written as the copy that `redact` made.
    serializers: { err: (error: unknown) => error },
    hooks: { logMethod },
  };
  return to ? pino(options, to) : pino(options);
}

/** A single error becomes an object with a message, as in pino. */
function logMethod(this: Logger, args: unknown[], write: (this: Logger, ...args: never[]) => void): void {
  const [first, ...rest] = args;
  const line =
    first instanceof Error
      ? [{ err: redact(first) }, ...(rest.length > 0 ? rest.map(redact) : [redactText(first.message)])]
      : args.map(redact);
  writeLine(this, line, write);
}

/** The guarantee: `redact` returns copies of the arguments with the same kinds. */
function writeLine(log: Logger, line: unknown[], write: (this: Logger, ...args: never[]) => void): void {
  write.apply(log, line as never[]);
}
