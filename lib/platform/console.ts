import { format } from "node:util";
import type { Logger } from "./logger";
import { redact } from "./redact";

const LEVELS = { log: "info", info: "info", warn: "warn", error: "error" } as const;

/** Turns output of libraries (Next prints errors of a page) into lines of our log, with secrets redacted. */
export function logConsole(log: Logger): void {
  for (const name of ["log", "info", "warn", "error"] as const) {
    console[name] = (...args: unknown[]) => {
      const err = args.find((arg) => arg instanceof Error);
      const words = args.filter((arg) => arg !== err).map(redact);
      log[LEVELS[name]](err ? { err } : {}, format(...words).trim() || "console");
    };
  }
}
