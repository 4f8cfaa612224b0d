import type { LogLine } from "@/lib/logs/schema";
import { type Span, spansOf } from "./ansi";
import { withLinks } from "./printed-links";

/** Parsed lines are cached as long as the line itself, because lines never change. */
const known = new WeakMap<LogLine, readonly Span[]>();

export function lineSpans(line: LogLine): readonly Span[] {
  const before = known.get(line);
  if (before) return before;
  const spans = spansOf(line.m).flatMap(withLinks);
  known.set(line, spans);
  return spans;
}
