import * as fc from "fast-check";
import type { Outcome } from "./random-dag";

/** What people, workers, schedulers and accidents do to runs. `pick` chooses among what is there at that moment. */
export type Operation = { pick: number } & (
  | {
      kind:
        | "claim"
        | "lose"
        | "late"
        | "cancel"
        | "time_out"
        | "pause"
        | "resume"
        | "round"
        | "due"
        | "trigger";
    }
  | { kind: "end"; ends: Outcome }
  | { kind: "clear"; some: boolean; onlyFailed: boolean; downstream: boolean }
);

const pick = fc.nat({ max: 1_000 });
const plain = (
  kind: "claim" | "lose" | "late" | "cancel" | "time_out" | "pause" | "resume" | "round" | "due" | "trigger",
) => fc.record({ kind: fc.constant(kind), pick });
const end: fc.Arbitrary<Operation> = fc.record({
  kind: fc.constant("end" as const),
  pick,
  ends: fc.constantFrom<Outcome>("success", "success", "success", "failed", "skipped"),
});
const clear: fc.Arbitrary<Operation> = fc.record({
  kind: fc.constant("clear" as const),
  pick,
  some: fc.boolean(),
  onlyFailed: fc.boolean(),
  downstream: fc.boolean(),
});

/** Mostly work that goes on, so that the rest meets runs in every state. */
export function randomOperations(most: number): fc.Arbitrary<Operation[]> {
  return fc.array(
    fc.oneof(
      { weight: 8, arbitrary: plain("claim") },
      { weight: 8, arbitrary: end },
      { weight: 4, arbitrary: clear },
      { weight: 3, arbitrary: plain("round") },
      { weight: 2, arbitrary: plain("due") },
      { weight: 2, arbitrary: plain("lose") },
      { weight: 1, arbitrary: plain("late") },
      { weight: 1, arbitrary: plain("cancel") },
      { weight: 1, arbitrary: plain("time_out") },
      { weight: 1, arbitrary: plain("pause") },
      { weight: 2, arbitrary: plain("resume") },
      { weight: 1, arbitrary: plain("trigger") },
    ),
    { minLength: 5, maxLength: most },
  );
}
