import type { Test } from "./characters";
import type { Expression } from "./expression";

/** A step of a search, with the steps that may come behind it. Number 0 is where a match ends. */
export type Step =
  | { kind: "character"; test: Test; next: number }
  | { kind: "place"; holds: (before: string, behind: string) => boolean; next: number }
  | { kind: "either"; next: readonly number[] }
  | { kind: "found" };
/** `begins`: what the first character of a match may be. */
export type Program = { steps: readonly Step[]; first: number; begins: readonly Test[] };

/** Repetitions are written out. What would have more steps is not marked. */
const MOST_STEPS = 1_000;

/** The steps of an expression. Null when it has too many. */
export function programOf(expression: Expression): Program | null {
  const steps: Step[] = [{ kind: "found" }];
  const first = added(steps, expression, 0);
  return first === null ? null : { steps, first, begins: beginsOf(steps, first) };
}

function beginsOf(steps: readonly Step[], first: number): Test[] {
  const reached = new Set([first]);
  // A set that grows while it is gone through.
  for (const step of reached) {
    const what = steps[step];
    if (what?.kind === "either") for (const next of what.next) reached.add(next);
    else if (what?.kind === "place") reached.add(what.next);
  }
  return [...reached].flatMap((step) => {
    const what = steps[step];
    return what?.kind === "character" ? [what.test] : [];
  });
}

/** Adds the steps of a part that goes on at `next`. Returns where it begins. */
function added(steps: Step[], part: Expression, next: number): number | null {
  if (steps.length >= MOST_STEPS) return null;
  if (part.kind === "character") return steps.push({ kind: "character", test: part.test, next }) - 1;
  if (part.kind === "place") return steps.push({ kind: "place", holds: part.holds, next }) - 1;
  if (part.kind === "sequence") return addedInTurn(steps, part.parts, next);
  if (part.kind === "repeat") return addedAgain(steps, part, next);
  const ways: number[] = [];
  for (const one of part.parts) {
    const way = added(steps, one, next);
    if (way === null) return null;
    ways.push(way);
  }
  return steps.push({ kind: "either", next: ways }) - 1;
}

function addedInTurn(steps: Step[], parts: readonly Expression[], next: number): number | null {
  let first: number | null = next;
  for (const part of parts.toReversed()) {
    if (first === null) return null;
    first = added(steps, part, first);
  }
  return first;
}

type Repeat = Extract<Expression, { kind: "repeat" }>;

function addedAgain(steps: Step[], { part, least, most }: Repeat, next: number): number | null {
  let first: number | null = next;
  if (most === Number.POSITIVE_INFINITY) first = addedWithoutEnd(steps, part, next);
  else
    for (let times = least; times < most && first !== null; times++) {
      const once = added(steps, part, first);
      first = once === null ? null : steps.push({ kind: "either", next: [once, next] }) - 1;
    }
  for (let times = 0; times < least && first !== null; times++) first = added(steps, part, first);
  return first;
}

function addedWithoutEnd(steps: Step[], part: Expression, next: number): number | null {
  const ways = [next];
  const again = steps.push({ kind: "either", next: ways }) - 1;
  const once = added(steps, part, again);
  if (once === null) return null;
  ways.push(once);
  return again;
}
