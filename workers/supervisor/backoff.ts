const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** A process that ran this long was healthy; its next crash starts again with a short pause. */
const HEALTHY_AFTER_MS = 60_000;

export type Restarts = { inARow: number };

/** How long to wait before starting a crashed process again, and the count to keep for its next crash. */
export function afterCrash(restarts: Restarts, ranForMs: number): { pauseMs: number; restarts: Restarts } {
  const inARow = ranForMs >= HEALTHY_AFTER_MS ? 0 : restarts.inARow;
  return {
    pauseMs: Math.min(FIRST_PAUSE_MS * 2 ** inARow, LONGEST_PAUSE_MS),
    restarts: { inARow: inARow + 1 },
  };
}
