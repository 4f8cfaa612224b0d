import { vi } from "vitest";

/** While `work` goes on, this process's clock (Date) is that far from the stores'; timers and durations are as ever. */
export async function withClockAhead<T>(ms: number, work: () => Promise<T>): Promise<T> {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + ms, shouldAdvanceTime: true });
  try {
    return await work();
  } finally {
    vi.useRealTimers();
  }
}
