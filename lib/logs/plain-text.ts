const ESC = String.fromCharCode(27);
const BEL = String.fromCharCode(7);
/** Window titles and hyperlinks of a terminal, and every control sequence, colours among them. */
const SEQUENCES = new RegExp(
  `${ESC}\\][^${BEL}${ESC}]*(?:${BEL}|${ESC}\\\\)|${ESC}\\[[0-9;:?]*[A-Za-z]`,
  "g",
);

/** What a person reads of a line on a terminal: no colours, and after a carriage return it starts over. */
export function plainText(line: string): string {
  const bare = line.includes(ESC) ? line.replace(SEQUENCES, "") : line;
  const ended = bare.replace(/\r+$/, "");
  return ended.slice(ended.lastIndexOf("\r") + 1);
}
