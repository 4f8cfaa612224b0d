import { type Span, spansOf } from "./ansi";
import type { CodeSource } from "./code-source";
import { withFrames } from "./frame-links";
import { withLinks } from "./printed-links";

/** Parsed lines are cached as long as the line itself, because lines never change. */
const known = new WeakMap<object, readonly Span[]>();

/** The text of a line with its colours and links. `line` is the same object for the same line of one source. */
export function lineSpans(line: object, text: string, source: CodeSource | null): readonly Span[] {
  const before = known.get(line);
  if (before) return before;
  const spans = textSpans(text, source);
  known.set(line, spans);
  return spans;
}

export function textSpans(text: string, source: CodeSource | null): Span[] {
  const spans = spansOf(text).flatMap(withLinks);
  return source ? spans.flatMap((span) => withFrames(span, source)) : spans;
}
