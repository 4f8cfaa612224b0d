import { type Logger, pino } from "pino";

export type { Logger };

/** Structured logs of our own processes: one JSON object per line on stdout, secrets never in it. */
export function createLogger(processName: string, level: string): Logger {
  return pino({
    level,
    base: { process: processName, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: [
        "password",
        "token",
        "secret",
        "authorization",
        "*.password",
        "*.token",
        "*.secret",
        "*.authorization",
        "headers.cookie",
      ],
      censor: "[hidden]",
    },
  });
}
