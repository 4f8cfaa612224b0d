import type { LogRecordView } from "@/lib/log-records/schema";

export type Level = LogRecordView["level"];
/** The gravest first: so they are listed, and so the bars of a histogram are stacked from below. */
export const LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "none"] as const satisfies Level[];

/** The colour of a level's bars, and of the mark before a row. */
export const LEVEL_FILL: Readonly<Record<Level, string>> = {
  fatal: "var(--chart-8)",
  error: "var(--state-failed)",
  warn: "var(--state-retry)",
  info: "var(--state-running)",
  debug: "var(--state-cancelled)",
  trace: "var(--state-none)",
  none: "var(--border-strong)",
};

/** The colour of its name. What is not grave is quiet. */
export const LEVEL_TEXT: Readonly<Record<Level, string>> = {
  fatal: "text-danger font-semibold",
  error: "text-danger",
  warn: "text-warning",
  info: "text-info",
  debug: "text-fg-subtle",
  trace: "text-fg-subtle",
  none: "text-fg-subtle",
};

export function isLevel(name: string): name is Level {
  return LEVELS.some((level) => level === name);
}
