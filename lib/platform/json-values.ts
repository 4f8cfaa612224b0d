import { endOfText } from "./large-numbers";

const QUOTE = 34;
const COMMA = 44;
const BRACKET = 91;
const BRACE = 123;

/**
 * Whether JSON has more values than that, without making them: the commas, brackets and braces that are not in texts. A value of
 * two bytes becomes dozens when it is parsed.
 */
export function hasMoreValues(source: string, most: number): boolean {
  if (source.length <= most) return false;
  let values = 0;
  for (let at = 0; at < source.length && values <= most; at++) {
    const code = source.charCodeAt(at);
    if (code === QUOTE) at = endOfText(source, at) - 1;
    else if (code === COMMA || code === BRACKET || code === BRACE) values += 1;
  }
  return values > most;
}
