export type Gate = {
  /** Null when it is full; otherwise call the answer to leave. */
  enter(): (() => void) | null;
  idle(): Promise<void>;
  /** A place is free, so whatever waited in the queues is inside already. */
  hasRoom(): boolean;
};

/** At most `places` inside at once, over all queues. `onChange`: it became full, or has room again. */
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
