import { createCover } from "./cover";
import type { ValuesAutomaton } from "./values-automaton";

const MASK = Buffer.from("***");
/** Size of a step, which limits the memory. */
const SLICE_BYTES = 16 * 1024;

export type MaskStream = {
  /** Bytes at the end that may begin a value wait for the next call. */
  push(bytes: Buffer): Buffer;
  flush(): Buffer;
};

/** Hides values in output that is cut anywhere. */
export function createMaskStream(automaton: ValuesAutomaton): MaskStream {
  const cover = createCover(automaton);
  let held: Buffer = Buffer.alloc(0);
  /** The forward sets before and after `held`, and whether a value ends in it. */
  let [before, behind, endsIn] = [0, 0, false];
  let wasCovered = false;

  function pushSlice(bytes: Buffer): Buffer {
    const text = held.length > 0 ? Buffer.concat([held, bytes]) : bytes;
    const { set, quiet, marked } = cover.read(text, held.length, behind);
    const lastEnd = marked || (endsIn ? held.length : 0);
    // No value spans `quiet`, nor anything further back than the longest value.
    const far = text.length > 2 * automaton.longest ? text.length - automaton.longest : 0;
    const cut = Math.max(quiet, far);
    const out = release(text, cut, lastEnd > 0);
    const atCut = cut === quiet ? 0 : cover.read(text.subarray(0, cut), 0, before).set;
    held = text.subarray(cut);
    endsIn = lastEnd > cut;
    [before = 0, behind = 0] = cover.trim([cut === 0 ? before : atCut, set]);
    return out;
  }

  /** The first `count` bytes with values hidden. */
  function release(text: Buffer, count: number, anyEnds: boolean): Buffer {
    if (count > 0 && anyEnds) return hide(text, cover.coveredIn(text, before, count));
    if (count > 0) wasCovered = false;
    return text.subarray(0, count);
  }

  function hide(text: Buffer, covered: Uint8Array): Buffer {
    const parts: Buffer[] = [];
    let from = 0;
    for (let at = 0; at <= covered.length; at++) {
      const isCovered = covered[at] === 1;
      if (isCovered === wasCovered && at < covered.length) continue;
      if (!wasCovered) parts.push(text.subarray(from, at));
      if (at === covered.length) break;
      if (isCovered) parts.push(MASK);
      from = at;
      wasCovered = isCovered;
    }
    return Buffer.concat(parts);
  }

  return {
    push(bytes) {
      if (bytes.length <= SLICE_BYTES) return pushSlice(bytes);
      const parts: Buffer[] = [];
      for (let at = 0; at < bytes.length; at += SLICE_BYTES)
        parts.push(pushSlice(bytes.subarray(at, at + SLICE_BYTES)));
      return Buffer.concat(parts);
    },
    flush() {
      const out = release(held, held.length, endsIn);
      held = Buffer.alloc(0);
      [before, behind, endsIn, wasCovered] = [0, 0, false, false];
      return out;
    },
  };
}
