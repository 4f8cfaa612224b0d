import type { Span } from "./ansi";
import { type CodeSource, codeHref } from "./code-source";
import { framesOf } from "./frames";

/** Frames of a traceback as links to the line of code; a page of the code finds the file. */
export function withFrames(span: Span, source: CodeSource): Span[] {
  if (span.href !== undefined) return [span];
  const { text, className } = span;
  const parts: Span[] = [];
  let done = 0;
  for (const frame of framesOf(text)) {
    if (frame.at > done) parts.push({ text: text.slice(done, frame.at), className });
    done = frame.at + frame.length;
    parts.push({ text: text.slice(frame.at, done), className, href: codeHref(source, frame) });
  }
  if (done === 0) return [span];
  if (done < text.length) parts.push({ text: text.slice(done), className });
  return parts;
}
