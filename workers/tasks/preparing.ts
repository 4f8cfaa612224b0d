import { startLongTimer } from "@/lib/platform/long-timer";

/** The attempt was told to end before its process was started; `reason` is the word of the abort. */
export class AbortedEarly extends Error {
  constructor(readonly reason: string) {
    super(`The task was ended before it began: ${reason}.`);
  }
}

/** Its time was over before its process was started: the stores' fault, not the task's. */
export class TooLongToPrepare extends Error {}

export type Preparing = { within<T>(work: Promise<T>): Promise<T>; done(): void };

/**
 * What is fetched for a task before it starts is waited for as long as the task itself may take, and no longer than until it
 * is told to end. What a store was asked by then ends by the store's own time-outs.
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
