/** Tasks print for a terminal; these functions return what it would show. Each takes linear time. */
const ESC = String.fromCharCode(27);
const BEL = String.fromCharCode(7);

/** Escape sequences of ECMA-48. Their parts are disjoint, so no character is looked at twice. */
const STRING = `[\\]PX^_][^${BEL}${ESC}]*(?:${BEL}|${ESC}\\\\)`;
const CONTROL = "\\[[0-?]*[ -/]*[@-~]";
const CHARACTER_SET = "[ -/]+[0-~]";
const SHORT = "[0-OQ-WYZ\\\\`-~]";
const SEQUENCE = new RegExp(`${ESC}(?:${STRING}|${CONTROL}|${CHARACTER_SET}|${SHORT})`, "g");
const COLOUR = new RegExp(`^${ESC}\\[[0-9;:]*m$`);

/** Removes titles, hyperlinks, cursor moves and character sets, and also colours unless they are kept. */
export function withoutSequences(line: string, { keepColours = false } = {}): string {
  if (!line.includes(ESC)) return line;
  return line.replace(SEQUENCE, (found) => (keepColours && COLOUR.test(found) ? found : ""));
}

/** A carriage return starts the line over; one at the end does nothing. */
export function lastWritten(line: string): string {
  let end = line.length;
  while (line[end - 1] === "\r") end -= 1;
  const shown = line.slice(0, end);
  return shown.slice(shown.lastIndexOf("\r") + 1);
}
