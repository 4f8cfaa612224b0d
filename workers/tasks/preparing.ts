import { startLongTimer } from "@/lib/platform/long-timer";

/** The attempt was killed before its process started; `reason` is that of the abort. */
export class AbortedEarly extends Error {
  constructor(readonly reason: string) {
    super(`The task was ended before it began: ${reason}.`);
  }
}

/** The time limit passed before the process started. The stores are at fault, not the task. */
export class TooLongToPrepare extends Error {}

export type Preparing = { within<T>(work: Promise<T>): Promise<T>; done(): void };

/**
 * Limits the preparation of a task by the task's own time limit and by its abort. Requests under way end by the stores'
 * own time-outs.
 */
export function preparing(signal: AbortSignal, timeoutMs: number | null): Preparing {
  let timer: { clear(): void } | undefined;
  let stop: () => void = () => {};
  const over = new Promise<never>((_, reject) => {
    stop = () => reject(new AbortedEarly(String(signal.reason)));
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    if (timeoutMs !== null) {
      const late = `What the task needs was not there within its limit of ${timeoutMs} ms.`;
      timer = startLongTimer(() => reject(new TooLongToPrepare(late)), timeoutMs);
    }
  });
  over.catch(() => {});
  return {
    within: (work) => Promise.race([over, work]),
    done() {
      timer?.clear();
      signal.removeEventListener("abort", stop);
    },
  };
}
