import { vi } from "vitest";

/** Shifts this process's Date against the stores' clocks while `work` runs; timers are not affected. */
export async function withClockAhead<T>(ms: number, work: () => Promise<T>): Promise<T> {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + ms, shouldAdvanceTime: true });
  try {
    return await work();
  } finally {
    vi.useRealTimers();
  }
}
