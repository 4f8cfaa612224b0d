/** Why an attempt was asked to stop. */
export type Stop = "cancelled" | "drained" | "lost";

/** How an attempt came back. `isStoreFault`: a store was away, so that anything else would have failed too. */
export type CameBack =
  | { how: "returned" }
  | { how: "threw"; stop: Stop | null; isStoreFault: boolean; failures: number };

/**
 * What becomes of the row. "succeeded", "failed" and "cancelled" are ends. "later": another attempt after a while. "released":
 * another process goes on at once. "gone": the row is no longer this attempt's.
 */
export type Ending = "succeeded" | "failed" | "cancelled" | "later" | "released" | "gone";

/** Attempts in a row that may meet a store that is away, or end with their process. Progress that is kept begins anew. */
export const MOST_FAILURES = 5;
const FIRST_WAIT_MS = 2_000;

export function endingOf(back: CameBack): Ending {
  if (back.how === "returned") return "succeeded";
  switch (back.stop) {
    case "cancelled":
      return "cancelled";
    case "drained":
      return "released";
    case "lost":
      return "gone";
    case null:
      return back.isStoreFault && back.failures + 1 < MOST_FAILURES ? "later" : "failed";
    default:
      return back.stop satisfies never;
  }
}

/** 2, 4, 8, 16 s. `failures`: how many in a row, at least one. */
export function waitBeforeNextMs(failures: number): number {
  return FIRST_WAIT_MS * 2 ** (Math.min(failures, MOST_FAILURES) - 1);
}
