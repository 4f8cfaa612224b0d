import type { Change, Reversal } from "@/lib/comparison/schema";

export type Choice = Reversal & {
  id: string;
  change: Change;
  /** Differences that come back with it. */
  others: number;
};

/** One choice for each thing that can be put back, and what cannot. A version brings code and packages along. */
export function reversalChoices(reversals: readonly Reversal[]): {
  possible: Choice[];
  impossible: Reversal[];
} {
  const possible = new Map<string, Choice>();
  for (const [at, reversal] of reversals.entries()) {
    const { change } = reversal;
    if (!change) continue;
    // A part of an element's id, so no name of a user.
    const id = change.kind === "param" ? `param-${at}` : change.kind;
    const known = possible.get(id);
    possible.set(id, known ? { ...known, others: known.others + 1 } : { ...reversal, change, id, others: 0 });
  }
  return { possible: [...possible.values()], impossible: reversals.filter(({ change }) => change === null) };
}
