import * as fc from "fast-check";
import { type Outcome, type PlannedTask, randomDag } from "./random-dag";

type Plain =
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
/** Operations of people, workers, schedulers and accidents on runs. `pick` chooses among the present runs or tasks. */
export type Operation = { pick: number } & (
  | { kind: Plain }
  | { kind: "end"; ends: Outcome }
  | { kind: "clear"; some: boolean; onlyFailed: boolean; downstream: boolean }
);

const pick = fc.nat({ max: 1_000 });
const plain = (kind: Plain): fc.Arbitrary<Operation> => fc.record({ kind: fc.constant(kind), pick });
const end: fc.Arbitrary<Operation> = fc.record({
  kind: fc.constant("end" as const),
  pick,
  ends: fc.constantFrom<Outcome>("success", "success", "success", "failed", "failed", "skipped"),
});
const clear: fc.Arbitrary<Operation> = fc.record({
  kind: fc.constant("clear" as const),
  pick,
  some: fc.constantFrom(true, true, false),
  onlyFailed: fc.constantFrom(false, false, true),
  downstream: fc.boolean(),
});

/** Mostly ordinary work, so that the other operations meet runs in every state. */
export function randomOperations(most: number): fc.Arbitrary<Operation[]> {
  return fc.array(
    fc.oneof(
      { weight: 12, arbitrary: plain("claim") },
      { weight: 10, arbitrary: end },
      { weight: 5, arbitrary: clear },
      { weight: 3, arbitrary: plain("round") },
      { weight: 3, arbitrary: plain("due") },
      { weight: 2, arbitrary: plain("lose") },
      { weight: 1, arbitrary: plain("late") },
      { weight: 1, arbitrary: plain("cancel") },
      { weight: 1, arbitrary: plain("time_out") },
      { weight: 1, arbitrary: plain("pause") },
      { weight: 3, arbitrary: plain("resume") },
      { weight: 1, arbitrary: plain("trigger") },
    ),
    { minLength: Math.ceil(most / 2), maxLength: most, size: "max" },
  );
}

/** Graphs in which most tasks also depend on the previous one, so that operations affect others. */
export function denseDag(most: number): fc.Arbitrary<PlannedTask[]> {
  return fc
    .tuple(randomDag(most, 3), fc.array(fc.nat({ max: 3 }), { minLength: most, maxLength: most }))
    .map(([tasks, chained]) =>
      tasks.map((task, at) => {
        const before = at > 0 && chained[at] !== 0 ? [`t${at - 1}`] : [];
        return { ...task, depends_on: [...new Set([...before, ...task.depends_on])] };
      }),
    );
}
