/** The engine's own search looks at each place of a text up to as many times as the wanted text is long. */
const SHORT = 32;

/**
 * Whether a text holds the wanted one. A reader chooses what is wanted and a task's author what it is looked for in, and
 * together they could make the engine's search hundreds of times slower; a long one is looked for by Knuth, Morris and
 * Pratt, who look at each place at most twice.
 */
export function finderOf(wanted: string): (text: string) => boolean {
  if (wanted.length <= SHORT) return (text) => text.includes(wanted);
  const borders = bordersOf(wanted);
  return (text) => {
    let matched = 0;
    for (let at = 0; at < text.length; at++) {
      matched = grown(wanted, borders, matched, text.charCodeAt(at));
      if (matched === wanted.length) return true;
    }
    return false;
  };
}

/** For each length of a beginning: how long the longest shorter beginning is that it also ends with. */
function bordersOf(wanted: string): Uint32Array {
  const borders = new Uint32Array(wanted.length + 1);
  for (let at = 1; at < wanted.length; at++)
    borders[at + 1] = grown(wanted, borders, borders[at] ?? 0, wanted.charCodeAt(at));
  return borders;
}

/** How much of `wanted` the text ends with after one more character, when it ended with `matched` before. */
function grown(wanted: string, borders: Uint32Array, matched: number, char: number): number {
  let length = matched;
  while (length > 0 && wanted.charCodeAt(length) !== char) length = borders[length] ?? 0;
  return wanted.charCodeAt(length) === char ? length + 1 : 0;
}
