const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** A process that ran this long was healthy; its next crash starts again with a short pause. */
const HEALTHY_AFTER_MS = 60_000;

export type Restarts = { inARow: number };

/** The pause before a crashed process is started again, and its count of crashes from then on. */
export function afterCrash(restarts: Restarts, ranForMs: number): { pauseMs: number; restarts: Restarts } {
  const inARow = ranForMs >= HEALTHY_AFTER_MS ? 0 : restarts.inARow;
  return {
    pauseMs: Math.min(FIRST_PAUSE_MS * 2 ** inARow, LONGEST_PAUSE_MS),
    restarts: { inARow: inARow + 1 },
  };
}
