import { lastWritten, withoutSequences } from "@/lib/logs/values";
import { PLAIN, type Style, styledBy } from "./ansi-style";

/** `href` is a page of the console. */
export type Span = { text: string; className: string; href?: string };

const ESC = String.fromCharCode(27);
const COLOUR = new RegExp(`${ESC}\\[([0-9;:]*)m`, "g");
/** Limit, because each is an element of the page. The last one has the rest of a line with more colours. */
const MOST_SPANS = 1_000;

/** The text of the line without colours, whose width is measured. */
export function textOf(line: string): string {
  return lastWritten(withoutSequences(line));
}

/** Pieces of text with class names, never HTML, so output of tasks stays text. */
export function spansOf(line: string): Span[] {
  const text = lastWritten(withoutSequences(line, { keepColours: true }));
  const spans: Span[] = [];
  let style: Style = PLAIN;
  let done = 0;
  const take = (end: number) => {
    if (end > done) spans.push({ text: text.slice(done, end), className: classOf(style) });
  };
  for (const found of text.matchAll(COLOUR)) {
    take(found.index);
    done = found.index + found[0].length;
    if (spans.length >= MOST_SPANS) return [...spans, { text: textOf(text.slice(done)), className: "" }];
    style = styledBy(style, found[1] ?? "");
  }
  take(text.length);
  return spans;
}

const FOREGROUND = [
  "text-fg-subtle",
  "text-danger",
  "text-success",
  "text-warning",
  "text-info",
  "text-accent",
  "text-info",
  "text-fg",
];

function classOf({ colour, isFilled, marks }: Style): string {
  return [colour === null ? "" : (FOREGROUND[colour] ?? ""), isFilled ? "bg-surface-3" : "", ...marks]
    .filter(Boolean)
    .join(" ");
}
