import { setTimeout as delay } from "node:timers/promises";
import { isStoreFault } from "@/lib/platform/store-fault";
import { type Backoff, createBackoff } from "./backoff";

/** What one step of a round may use: some time, and the memory of which items failed before. */
export type Turn = {
  /** False: leave the rest to the next round, so that no step waits for another one's thousands. */
  hasTime(): boolean;
  /** Something is left that could be done at once. */
  leave(): void;
  /** One item failed. It is held back for a while; the step goes on. Throws when the database itself is away. */
  fail(key: string, error: unknown): void;
  isHeld(key: string): boolean;
  held(): string[];
  pass(key: string): void;
};

export type Step = {
  name: string;
  run(turn: Turn): Promise<unknown>;
  /** Times the time of the others, for what must not be late. */
  share?: number;
};
export type TurnReport = { left: boolean; failures: Error[] };
export type StepRunner = (step: Step) => Promise<TurnReport>;
type Limits = { budgetMs: number; limitMs: number };

/**
 * Runs steps within their limits. After `budgetMs` a step is asked to leave the rest; after `limitMs` the round goes on
 * without it, and it gets no other turn until it has come back: a store that never answers holds up one step only.
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

/** Does each item by itself: one that fails is held back, and the others are done. */
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
 * The same in groups, for statements that take many at once. A group that fails is done item by item, so that the one
 * at fault is found. `work` may do only the first of them, at least one, and returns how many.
 */
export async function forGroupsIsolated<T>(
  turn: Turn,
  items: readonly T[],
  { size, keyOf }: { size: number; keyOf: (item: T) => string },
  work: (group: readonly T[]) => Promise<number>,
): Promise<void> {
  const free = items.filter((item) => !turn.isHeld(keyOf(item)));
  for (let at = 0; at < free.length; ) {
    // What was prepared is worth one group even when preparing it took all the time.
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
