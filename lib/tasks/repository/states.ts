/** Lists of task states as SQL. A new state of a task goes into each of them that it belongs to, and nowhere else. */

/** Holds a slot of its pool and a place of its run: an attempt of it is queued or running. */
export const OCCUPYING = "('queued', 'running', 'restarting')";
/** May be queued, or ended by the engine, once nothing above it is open. */
export const WAITING = "('none', 'up_for_retry')";
export const ENDED = "('success', 'failed', 'skipped', 'upstream_failed', 'cancelled', 'removed')";
/** Task `t` waits for a place and for slots, and for nothing else. As in the indexes of the same words. */
export const READY = `t.pending_upstream = 0 AND t.upstream_failed + t.upstream_skipped = 0 AND t.kind <> 'empty'
  AND t.state IN ${WAITING} AND (t.state = 'none' OR t.eligible_at <= now())`;
/** Task `t` needs no worker any more: it is empty, or its rule says that it falls. */
export const JUDGED = `t.pending_upstream = 0 AND t.state IN ${WAITING}
  AND (t.kind = 'empty' OR t.upstream_failed > 0 OR t.upstream_skipped > 0)`;
/** Of the ended ones: what is below falls too. */
export const BADLY = "('failed', 'upstream_failed', 'cancelled')";
