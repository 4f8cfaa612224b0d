import { countTransfers, type Direction } from "@/lib/metrics";
import { AppError } from "@/lib/platform/errors";

/** How long a stopping process waits for them; the supervisor waits longer. */
export const DRAIN_MS = 25_000;

export type Transfers = {
  /** Counts one in; call the answer when it is over. UNAVAILABLE from the moment of draining: clients try elsewhere. */
  begin(direction: Direction): () => void;
  /** Resolves when none is under way. */
  idle(): Promise<void>;
};

/** Uploads and downloads of this process under way, so that a drain can wait for them. */
export function trackTransfers(draining: () => boolean): Transfers {
  let underWay = 0;
  let waiting: (() => void)[] = [];
  return {
    begin(direction) {
      if (draining()) {
        const retryAfterSeconds = 1;
        throw new AppError("UNAVAILABLE", "This process is stopping; send the request again.", {
          retryAfterSeconds,
        });
      }
      underWay += 1;
      countTransfers(direction, 1);
      let open = true;
      return () => {
        if (!open) return;
        open = false;
        underWay -= 1;
        countTransfers(direction, -1);
        if (underWay > 0) return;
        for (const resolve of waiting) resolve();
        waiting = [];
      };
    },
    idle: () => (underWay === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
}
