import Anser from "anser";

export type Span = { text: string; className: string };

const ESC = String.fromCharCode(27);
const BEL = String.fromCharCode(7);
/** Window titles and hyperlinks of a terminal; a page has neither. */
const OSC = new RegExp(`${ESC}\\][^${BEL}${ESC}]*(?:${BEL}|${ESC}\\\\)`, "g");
/** Every control sequence but colours ("m"), which are read below. */
const NOT_COLOUR = new RegExp(`${ESC}\\[[0-9;?]*[A-Za-ln-z]`, "g");

const FOREGROUND: Record<string, string> = {
  "ansi-black": "text-fg-subtle",
  "ansi-red": "text-danger",
  "ansi-green": "text-success",
  "ansi-yellow": "text-warning",
  "ansi-blue": "text-info",
  "ansi-magenta": "text-accent",
  "ansi-cyan": "text-info",
  "ansi-white": "text-fg",
};

const DECORATION: Record<string, string> = {
  bold: "font-semibold",
  dim: "opacity-70",
  italic: "italic",
  underline: "underline",
  strikethrough: "line-through",
  reverse: "bg-surface-3",
};

/** Every colour, which takes no room. */
const COLOUR = new RegExp(`${ESC}\\[[0-9;?]*m`, "g");

/** What a terminal would show of the line: after a carriage return it starts over. */
function settled(line: string): string {
  const bare = line.replace(OSC, "").replace(NOT_COLOUR, "").replace(/\r+$/, "");
  return bare.slice(bare.lastIndexOf("\r") + 1);
}

/** The line as people read it and as it takes room. */
export function textOf(line: string): string {
  return line.includes(ESC) || line.includes("\r") ? settled(line).replace(COLOUR, "") : line;
}

/** Pieces of text with class names, never HTML: whatever a task prints stays text. */
export function spansOf(line: string): Span[] {
  const text = line.includes(ESC) || line.includes("\r") ? settled(line) : line;
  if (!text.includes(ESC)) return text === "" ? [] : [{ text, className: "" }];
  return Anser.ansiToJson(text, { json: true, remove_empty: true, use_classes: true }).map((chunk) => ({
    text: chunk.content,
    className: [
      FOREGROUND[(chunk.fg ?? "").replace("ansi-bright-", "ansi-")] ?? "",
      chunk.bg ? "bg-surface-3" : "",
      ...(chunk.decorations ?? []).map((name) => DECORATION[name] ?? ""),
    ]
      .filter(Boolean)
      .join(" "),
  }));
}
