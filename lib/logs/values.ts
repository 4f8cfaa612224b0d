/** What a task prints is meant for a terminal; these say what a terminal would show of it. Each takes linear time. */
const ESC = String.fromCharCode(27);
const BEL = String.fromCharCode(7);

/** The forms of ECMA-48. No part of one can be taken for the part behind it, so none is ever looked at twice. */
const STRING = `[\\]PX^_][^${BEL}${ESC}]*(?:${BEL}|${ESC}\\\\)`;
const CONTROL = "\\[[0-?]*[ -/]*[@-~]";
const CHARACTER_SET = "[ -/]+[0-~]";
const SHORT = "[0-OQ-WYZ\\\\`-~]";
const SEQUENCE = new RegExp(`${ESC}(?:${STRING}|${CONTROL}|${CHARACTER_SET}|${SHORT})`, "g");
const COLOUR = new RegExp(`^${ESC}\\[[0-9;:]*m$`);

/** The line without titles, hyperlinks, cursor moves, character sets; also without colours, unless they are kept. */
export function withoutSequences(line: string, { keepColours = false } = {}): string {
  if (!line.includes(ESC)) return line;
  return line.replace(SEQUENCE, (found) => (keepColours && COLOUR.test(found) ? found : ""));
}

/** After a carriage return a line starts over; those at its end are only the way to the next. */
export function lastWritten(line: string): string {
  let end = line.length;
  while (line[end - 1] === "\r") end -= 1;
  const shown = line.slice(0, end);
  return shown.slice(shown.lastIndexOf("\r") + 1);
}
