export type Gate = {
  /** Null when it is full; else a function to leave. */
  enter(): (() => void) | null;
  idle(): Promise<void>;
  /** A free place means that no queue has a waiting message. */
  hasRoom(): boolean;
};

/** Limits the tasks over all queues to `places`. `onChange`: it became full, or has room again. */
export function createGate(places: number, onChange: () => void): Gate {
  let inside = 0;
  let watchers: (() => void)[] = [];
  const leave = () => {
    inside -= 1;
    if (inside === places - 1) onChange();
    if (inside > 0) return;
    for (const tell of watchers) tell();
    watchers = [];
  };
  return {
    enter() {
      if (inside >= places) return null;
      inside += 1;
      if (inside === places) onChange();
      return leave;
    },
    hasRoom: () => inside < places,
    async idle() {
      if (inside > 0) await new Promise<void>((resolve) => watchers.push(resolve));
    },
  };
}
