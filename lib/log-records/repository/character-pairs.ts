/**
 * Trigrams know no letters but ASCII's in a database of the C locale, and two syllables are a Korean word. So pairs of
 * neighbours beyond ASCII have an index: obs.character_pairs makes them of a message, and this of what is searched.
 * Characters that have an upper and a lower case are left out, because the pairs of a message are as it was written.
 */
export function pairsOf(pieces: readonly string[]): string[] {
  const pairs = pieces.flatMap((piece) => {
    const characters = [...piece];
    return characters.slice(1).flatMap((second, at) => {
      const first = characters[at] ?? "";
      return isCaseless(first) && isCaseless(second) ? [first + second] : [];
    });
  });
  return [...new Set(pairs)];
}

function isCaseless(character: string): boolean {
  return (character.codePointAt(0) ?? 0) > 127 && character.toLowerCase() === character.toUpperCase();
}
