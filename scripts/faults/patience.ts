import { setTimeout as pause } from "node:timers/promises";

const POLL_MS = 50;

/** Waits until `look` returns something truthy, and returns the ms. Errors of stores that are away are ignored. */
export async function until(what: string, look: () => Promise<unknown>, patienceMs: number): Promise<number> {
  const began = performance.now();
  let last: unknown = null;
  for (;;) {
    try {
      if (await look()) return performance.now() - began;
    } catch (error) {
      last = error;
    }
    if (performance.now() - began > patienceMs)
      throw new Error(`Waited ${patienceMs / 1_000} s for ${what}`, { cause: last });
    await pause(POLL_MS);
  }
}

/** Retries our own calls while a killed store is away. */
export async function insist<T>(what: string, work: () => Promise<T>, patienceMs = 30_000): Promise<T> {
  let result: { value: T } | undefined;
  await until(
    what,
    async () => {
      result = { value: await work() };
      return true;
    },
    patienceMs,
  );
  if (!result) throw new Error(`${what} gave nothing`);
  return result.value;
}
