import { setTimeout as delay } from "node:timers/promises";
import { isStoreFault } from "@/lib/platform/store-fault";
import { type Backoff, createBackoff } from "./backoff";

/** One step's share of a round: its time, and the items that are held back. */
export type Turn = {
  /** False when the rest belongs to the next round, so that no step waits for thousands of items of another. */
  hasTime(): boolean;
  /** Reports work that could be done at once. */
  leave(): void;
  /** Holds a failed item back; the step continues. Throws when the database itself is away. */
  fail(key: string, error: unknown): void;
  isHeld(key: string): boolean;
  held(): string[];
  pass(key: string): void;
};

export type Step = {
  name: string;
  run(turn: Turn): Promise<unknown>;
  /** Multiplies the time limit, for steps that must not be late. */
  share?: number;
};
export type TurnReport = { left: boolean; failures: Error[] };
export type StepRunner = (step: Step) => Promise<TurnReport>;
type Limits = { budgetMs: number; limitMs: number };

/**
 * Runs steps within their limits. After `budgetMs` a step is asked to stop taking items. After `limitMs` the round goes
 * on, and the step gets no turn until it has returned, so a store that never answers blocks one step only.
 */
export function createStepRunner({ budgetMs, limitMs }: Limits): StepRunner {
  const memories = new Map<string, Backoff>();
  const late = new Set<string>();
  return async ({ name, run, share = 1 }) => {
    if (late.has(name)) throw new Error(`${name} has not come back from an earlier round`);
    const backoff = memories.get(name) ?? createBackoff();
    memories.set(name, backoff);
    const report: TurnReport = { left: false, failures: [] };
    const working = run(turnOf(backoff, performance.now() + share * budgetMs, report));
    const timer = new AbortController();
    const over = delay(limitMs, "late" as const, { signal: timer.signal, ref: false }).catch(() => undefined);
    try {
      if ((await Promise.race([working, over])) === "late") {
        late.add(name);
        const back = () => void late.delete(name);
        working.then(back, back);
        throw new Error(`${name} took longer than ${limitMs} ms`);
      }
    } finally {
      timer.abort();
    }
    return report;
  };
}

function turnOf(backoff: Backoff, deadline: number, report: TurnReport): Turn {
  const now = () => performance.now();
  return {
    hasTime: () => now() < deadline,
    leave() {
      report.left = true;
    },
    fail(key, error) {
      const storeFault = isStoreFault(error);
      backoff.failed(key, now(), !storeFault);
      if (storeFault) throw error;
      report.failures.push(new Error(`${key} is held back`, { cause: error }));
    },
    isHeld: (key) => backoff.isHeld(key, now()),
    held: () => backoff.held(now()),
    pass: (key) => backoff.passed(key),
  };
}

/** Handles items one by one. A failed item is held back, and the others are handled. */
export async function forEachIsolated<T>(
  turn: Turn,
  items: readonly T[],
  keyOf: (item: T) => string,
  work: (item: T) => Promise<void>,
): Promise<void> {
  for (const item of items) {
    const key = keyOf(item);
    if (turn.isHeld(key)) continue;
    if (!turn.hasTime()) return turn.leave();
    try {
      await work(item);
      turn.pass(key);
    } catch (error) {
      turn.fail(key, error);
    }
  }
}

/**
 * The same in groups, for statements that take many items. A group that fails is repeated item by item to find the
 * failing one. `work` handles at least one item of the group, from the first on, and returns how many.
 */
export async function forGroupsIsolated<T>(
  turn: Turn,
  items: readonly T[],
  { size, keyOf }: { size: number; keyOf: (item: T) => string },
  work: (group: readonly T[]) => Promise<number>,
): Promise<void> {
  const free = items.filter((item) => !turn.isHeld(keyOf(item)));
  for (let at = 0; at < free.length; ) {
    // At least one group is done, even when preparing it took all the time.
    if (at > 0 && !turn.hasTime()) return turn.leave();
    const group = free.slice(at, at + size);
    try {
      const done = await work(group);
      for (const item of group.slice(0, done)) turn.pass(keyOf(item));
      at += Math.max(1, done);
    } catch (error) {
      if (isStoreFault(error) && group.length > 1) throw error;
      await forEachIsolated(turn, group, keyOf, async (item) => void (await work([item])));
      at += group.length;
    }
  }
}
