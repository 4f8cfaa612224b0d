export type Gate = {
  enter(): Promise<() => void>;
  idle(): Promise<void>;
  /** A place is free, so whatever waited in the queues is inside already. */
  hasRoom(): boolean;
};

/** At most `places` inside at once, over all queues; first come, first in. */
export function createGate(places: number): Gate {
  let inside = 0;
  const waiting: (() => void)[] = [];
  let watchers: (() => void)[] = [];
  const leave = () => {
    const next = waiting.shift();
    if (next) return next();
    inside -= 1;
    if (inside > 0) return;
    for (const tell of watchers) tell();
    watchers = [];
  };
  return {
    async enter() {
      if (inside < places) inside += 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      return leave;
    },
    hasRoom: () => inside < places,
    async idle() {
      if (inside > 0) await new Promise<void>((resolve) => watchers.push(resolve));
    },
  };
}
