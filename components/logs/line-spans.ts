import type { LogLine } from "@/lib/logs/schema";
import { type Span, spansOf } from "./ansi";

/** Lines never change. What was read of one is kept as long as the line itself: a row that comes back costs nothing. */
const known = new WeakMap<LogLine, readonly Span[]>();

export function lineSpans(line: LogLine): readonly Span[] {
  const before = known.get(line);
  if (before) return before;
  const spans = spansOf(line.m);
  known.set(line, spans);
  return spans;
}
