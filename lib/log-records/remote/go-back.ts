import type { LookedBack } from "../look-back";
import type { Range } from "../repository/search";
import { halves } from "../slices";

const SLICE_MS = 2_000;
const TOGETHER_MS = 10_000;

/**
 * Looks through a range at once, and where that takes too long in halves, the newer one first, until `work` says that it has
 * enough. It stops for good where an hour takes too long, or the whole search: `searched_to` says how far it came.
 */
export async function goBack(
  range: Range,
  work: (slice: Range, ms: number) => Promise<"go on" | "enough" | "too slow">,
  patienceMs = TOGETHER_MS,
): Promise<LookedBack> {
  const ends = performance.now() + patienceMs;
  const left = [range];
  for (let slice = left.pop(); slice; slice = left.pop()) {
    const room = ends - performance.now();
    if (room <= 0) return { searched_to: slice.to, complete: false };
    const found = await work(slice, Math.ceil(Math.min(SLICE_MS, room)));
    if (found === "enough") return { searched_to: slice.from, complete: true };
    if (found === "go on") continue;
    const parts = halves({ ...slice, indexed: true });
    if (!parts) return { searched_to: slice.to, complete: false };
    const [newer, older] = parts;
    left.push(older, newer);
  }
  return { searched_to: range.from, complete: true };
}
