import { type WrittenForms, writtenForms } from "./written-forms";

/**
 * One automaton of bytes for several values, each a chain of characters in any of their forms. A state is (value,
 * character) times STRIDE plus the state within the character; ACCEPT has read a whole value.
 */
export type ValuesAutomaton = {
  /** Initial states. */
  starts: readonly number[];
  /** The states after a byte, and those before it. */
  after(state: number, byte: number): readonly number[];
  before(state: number, byte: number): readonly number[];
  /** The longest form of any value, in bytes. */
  longest: number;
};

export const ACCEPT = -1;
const STRIDE = 1024;

type Place = {
  forms: WrittenForms;
  into: Map<number, Map<number, number[]>>;
  isFirst: boolean;
  next: number;
};

/** By byte: the states from which a state of a character's forms is entered; FINAL stands for all final ones. */
const FINAL = -1;
const entrances = new WeakMap<WrittenForms, Map<number, Map<number, number[]>>>();

export function valuesAutomaton(values: readonly string[]): ValuesAutomaton {
  const places: Place[] = [];
  const starts: number[] = [];
  const lastPlaces: number[] = [];
  let longest = 0;
  for (const value of values) {
    const chars = [...value];
    let length = 0;
    for (const [at, char] of chars.entries()) {
      const forms = writtenForms(char);
      length += forms.longest;
      if (at === 0) starts.push(places.length * STRIDE);
      const isLast = at === chars.length - 1;
      const place = places.length;
      if (isLast) lastPlaces.push(place);
      places.push({
        forms,
        into: entrancesOf(forms),
        isFirst: at === 0,
        next: isLast ? ACCEPT : (place + 1) * STRIDE,
      });
    }
    longest = Math.max(longest, length);
  }

  const within = (place: number, states: readonly number[] | undefined) =>
    (states ?? []).map((state) => place * STRIDE + state);
  return {
    starts,
    longest,
    after(state, byte) {
      const place = Math.floor(state / STRIDE);
      const { forms, next } = placeAt(places, place);
      const found: number[] = [];
      for (const to of forms.edges[state % STRIDE]?.get(byte) ?? []) {
        if (forms.finals.has(to)) found.push(next);
        if (forms.edges[to]?.size) found.push(place * STRIDE + to);
      }
      return found;
    },
    before(state, byte) {
      const ending = (place: number) => within(place, placeAt(places, place).into.get(FINAL)?.get(byte));
      if (state === ACCEPT) return lastPlaces.flatMap(ending);
      const place = Math.floor(state / STRIDE);
      const inner = state % STRIDE;
      if (inner !== 0) return within(place, placeAt(places, place).into.get(inner)?.get(byte));
      return placeAt(places, place).isFirst ? [] : ending(place - 1);
    },
  };
}

function placeAt(places: readonly Place[], at: number): Place {
  const place = places[at];
  if (!place) throw new Error("A state of another automaton");
  return place;
}

function entrancesOf(forms: WrittenForms): Map<number, Map<number, number[]>> {
  const known = entrances.get(forms);
  if (known) return known;
  const into = new Map<number, Map<number, number[]>>();
  const add = (to: number, byte: number, from: number) => {
    const bytes = into.get(to) ?? new Map<number, number[]>();
    into.set(to, bytes);
    const list = bytes.get(byte) ?? [];
    bytes.set(byte, list);
    if (!list.includes(from)) list.push(from);
  };
  for (const [from, edges] of forms.edges.entries())
    for (const [byte, targets] of edges)
      for (const to of targets) {
        add(to, byte, from);
        if (forms.finals.has(to)) add(FINAL, byte, from);
      }
  entrances.set(forms, into);
  return into;
}
