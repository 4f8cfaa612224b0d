/** String.includes may compare each position as many times as the wanted text is long. */
const SHORT = 32;

/**
 * True when a text contains the wanted one. A reader chooses one and a task's author the other, and together they can
 * make String.includes hundreds of times slower. Long wanted texts use Knuth-Morris-Pratt, which looks at each position
 * at most twice.
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

/** For each prefix: the length of the longest shorter prefix that it also ends with. */
function bordersOf(wanted: string): Uint32Array {
  const borders = new Uint32Array(wanted.length + 1);
  for (let at = 1; at < wanted.length; at++)
    borders[at + 1] = grown(wanted, borders, borders[at] ?? 0, wanted.charCodeAt(at));
  return borders;
}

/** The length of the prefix of `wanted` that the text ends with after one more character. */
function grown(wanted: string, borders: Uint32Array, matched: number, char: number): number {
  let length = matched;
  while (length > 0 && wanted.charCodeAt(length) !== char) length = borders[length] ?? 0;
  return wanted.charCodeAt(length) === char ? length + 1 : 0;
}
