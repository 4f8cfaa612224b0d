/**
 * Determinises an automaton lazily: each set of states gets a number, and each transition is computed when it is first
 * taken. Reading costs one look-up a byte. Set 0 is empty.
 */
export type LazyStates = {
  next(set: number, byte: number): number;
  /** Reads from `at` to the end of the text. */
  read(text: Uint8Array, at: number, set: number): Reading;
  /** In ascending order. */
  states(set: number): Int32Array;
  /** Frees all but these sets when there are too many, and returns their new numbers. */
  trim(kept: readonly number[]): readonly number[];
};

/** `quiet`: after which byte the set was last empty. `marked`: after which one it last held the marked state; 0 for never. */
export type Reading = { set: number; quiet: number; marked: number };

const UNKNOWN = -1;
const CALM = 1;
const FIRST_ROOM = 16;
/** More than real texts need. A hostile text costs time, not memory (4 bytes a state, 1 KB a set). */
const MOST_SETS = 8_000;
const MOST_STATES = 4_000_000;

export function createLazyStates(
  step: (states: Int32Array, byte: number) => Iterable<number>,
  marked: number,
): LazyStates {
  /** For each set and byte: twice the number of the next set, plus 1 when that holds the marked state. */
  let ways = new Int32Array(0);
  /** Bytes that keep the empty set empty. */
  const calm = new Uint8Array(256);
  let sets: Int32Array[] = [];
  let numbers = new Map<string, number>();
  let held = 0;

  function forget(): void {
    sets = [];
    numbers = new Map();
    ways = new Int32Array(FIRST_ROOM * 256).fill(UNKNOWN);
    held = 0;
    numberOf(new Int32Array(0));
  }
  function numberOf(states: Int32Array): number {
    const key = fingerprint(states);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    const number = sets.push(states) - 1;
    numbers.set(key, number);
    held += states.length;
    if (sets.length * 256 > ways.length) {
      const larger = new Int32Array(ways.length * 2).fill(UNKNOWN);
      larger.set(ways);
      ways = larger;
    }
    return number;
  }
  const states = (set: number) => sets[set] ?? new Int32Array(0);
  function explore(set: number, byte: number): number {
    const found = Int32Array.from(new Set(step(states(set), byte))).sort();
    const way = numberOf(found) * 2 + (found.includes(marked) ? 1 : 0);
    ways[(set << 8) | byte] = way;
    return way;
  }
  const wayFrom = (set: number, byte: number): number => {
    const known = ways[(set << 8) | byte] ?? UNKNOWN;
    return known === UNKNOWN ? explore(set, byte) : known;
  };
  forget();
  return {
    states,
    next: (set, byte) => wayFrom(set, byte) >> 1,
    read(text, at, from) {
      const length = text.length;
      let [set, quiet, last] = [from, 0, 0];
      for (let i = at; i < length; i++) {
        let byte = text[i] ?? 0;
        if (set === 0) {
          // Fast path: most bytes begin no value.
          while (calm[byte] === CALM && ++i < length) byte = text[i] ?? 0;
          quiet = i;
          if (i === length) break;
        }
        const known = ways[(set << 8) | byte] ?? UNKNOWN;
        const way = known === UNKNOWN ? explore(set, byte) : known;
        if (set === 0 && way === 0) calm[byte] = CALM;
        set = way >> 1;
        if (way === 0) quiet = i + 1;
        else if (way & 1) last = i + 1;
      }
      return { set, quiet, marked: last };
    },
    trim(kept) {
      if (sets.length <= MOST_SETS && held <= MOST_STATES) return kept;
      const of = kept.map(states);
      forget();
      return of.map(numberOf);
    },
  };
}

/** Two 32-bit hashes, so that two different sets practically never collide. */
function fingerprint(states: Int32Array): string {
  let [one, other] = [0x811c9dc5, 0x9e3779b9];
  for (const state of states) {
    one = Math.imul(one ^ state, 0x01000193);
    one ^= one >>> 15;
    other = Math.imul(other ^ (state + 0x7f4a7c15), 0x85ebca6b);
    other ^= other >>> 13;
  }
  return `${states.length}.${one}.${other}`;
}
