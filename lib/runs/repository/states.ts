/** Lists of task states as SQL. A new state of a task goes into each of them that it belongs to, and nowhere else. */

/** Holds a slot of its pool and a place of its run: an attempt of it is queued or running. */
export const OCCUPYING = "('queued', 'running', 'restarting')";
/** May be queued, or ended by the engine, once nothing above it is open. */
export const WAITING = "('none', 'up_for_retry')";
export const ENDED = "('success', 'failed', 'skipped', 'upstream_failed', 'cancelled', 'removed')";
/** Of the ended ones: what is below falls too. */
export const BADLY = "('failed', 'upstream_failed', 'cancelled')";
