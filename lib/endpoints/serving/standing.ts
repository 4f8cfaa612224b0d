import type { Routing, Target } from "./routing";

/**
 * What a process knows of an endpoint's way from one state to the next: which targets have answered here, and what answered in
 * each slot before. Nothing of it is asked for again: a target that has answered once is waited for, should it have to be loaded anew.
 */
export class Standing {
  readonly #answered: Set<string>;
  readonly #before: readonly (Target | undefined)[];

  constructor(
    readonly routing: Routing,
    last?: Standing,
  ) {
    const keys = new Set(routing.slots.map(({ key }) => key));
    this.#answered = new Set([...(last ? last.#answered : [])].filter((key) => keys.has(key)));
    if (!last) this.#before = [];
    else if (isSame(routing, last.routing)) this.#before = last.#before;
    // What never answered was no state of its slot.
    else
      this.#before = last.routing.slots.map((target, slot) =>
        last.#answered.has(target.key) ? target : (last.#before[slot] ?? target),
      );
  }

  hasAnswered({ key }: Target): void {
    this.#answered.add(key);
  }

  /** What may answer in a slot until its own target can; none for a target that has answered here. */
  before(slot: number): Target | undefined {
    const [target, before] = [this.routing.slots[slot], this.#before[slot]];
    return !target || this.#answered.has(target.key) || before?.key === target.key ? undefined : before;
  }

  keysBefore(): ReadonlySet<string> {
    return new Set(this.#before.flatMap((target) => target?.key ?? []));
  }
}

function isSame(one: Routing, other: Routing): boolean {
  return one.slots.every(({ key }, slot) => other.slots[slot]?.key === key);
}
