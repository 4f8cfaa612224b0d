import { createLazyStates, type Reading } from "./lazy-states";
import { ACCEPT, type ValuesAutomaton } from "./values-automaton";

/**
 * Finds the bytes of a text that belong to a value. A byte belongs when a value can begin before it and reach a state
 * there from which the following bytes complete the value. One pass forwards and one backwards make the time linear,
 * and overlapping values are hidden altogether.
 */
export type Cover = {
  /** Forwards from an earlier set; `marked`: after which byte the last value ended. */
  read(text: Uint8Array, at: number, set: number): Reading;
  /** 1 for each of the first `count` bytes that is part of a value; `from` is the forward set before them. */
  coveredIn(text: Uint8Array, from: number, count: number): Uint8Array;
  /** Frees sets that are not needed, and returns the new numbers of these forward sets. */
  trim(forwardSets: readonly number[]): readonly number[];
};

const NONE: readonly number[] = [];

export function createCover(automaton: ValuesAutomaton): Cover {
  const forwards = createLazyStates((states, byte) => {
    const found: number[] = [];
    for (const state of automaton.starts) found.push(...automaton.after(state, byte));
    for (const state of states) if (state !== ACCEPT) found.push(...automaton.after(state, byte));
    return found;
  }, ACCEPT);
  const backwards = createLazyStates((states, byte) => {
    const found = [...automaton.before(ACCEPT, byte)];
    for (const state of states) found.push(...automaton.before(state, byte));
    return found;
  }, ACCEPT);

  let meetings = new Map<number, boolean>();
  function meet(forward: number, backward: number): boolean {
    if (forward === 0) return false;
    const key = forward * 2 ** 24 + backward;
    const known = meetings.get(key);
    if (known !== undefined) return known;
    const behind = forwards.states(forward);
    const found = behind.includes(ACCEPT) || shareOne(behind, backwards.states(backward));
    meetings.set(key, found);
    return found;
  }

  return {
    read: forwards.read,
    coveredIn(text, from, count) {
      const ahead = new Int32Array(text.length + 1);
      let back = 0;
      for (let at = text.length; at > 0; at--) {
        back = backwards.next(back, text[at - 1] ?? 0);
        ahead[at - 1] = back;
      }
      const covered = new Uint8Array(count);
      let set = from;
      for (let at = 0; at < count; at++) {
        set = forwards.next(set, text[at] ?? 0);
        if (set !== 0 && meet(set, ahead[at + 1] ?? 0)) covered[at] = 1;
      }
      return covered;
    },
    trim(forwardSets) {
      const kept = forwards.trim(forwardSets);
      if (kept !== forwardSets || backwards.trim(NONE) !== NONE || meetings.size > MOST_MEETINGS)
        meetings = new Map();
      return kept;
    },
  };
}

const MOST_MEETINGS = 200_000;

/** Both in ascending order. */
function shareOne(some: Int32Array, others: Int32Array): boolean {
  for (let [at, to] = [0, 0]; at < some.length && to < others.length; ) {
    const difference = (some[at] ?? 0) - (others[to] ?? 0);
    if (difference === 0) return true;
    if (difference < 0) at += 1;
    else to += 1;
  }
  return false;
}
