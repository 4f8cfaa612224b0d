/** Lists of task states for SQL. A new state is added to each list that it belongs to. */

/** An attempt is queued or running: the task holds its slots of the pool and a place of its run. */
export const OCCUPYING = "('queued', 'running', 'restarting')";
/** Queued, or ended by the engine, as soon as no upstream task is open. */
export const WAITING = "('none', 'up_for_retry')";
export const ENDED = "('success', 'failed', 'skipped', 'upstream_failed', 'cancelled', 'removed')";
/** Task `t` waits only for a place and for slots. The partial indexes have the same condition. */
export const READY = `t.pending_upstream = 0 AND t.upstream_failed + t.upstream_skipped = 0 AND t.kind <> 'empty'
  AND t.state IN ${WAITING} AND (t.state = 'none' OR t.eligible_at <= now())`;
/** The engine ends task `t` without a worker: it is empty, or an upstream task failed or was skipped. */
export const JUDGED = `t.pending_upstream = 0 AND t.state IN ${WAITING}
  AND (t.kind = 'empty' OR t.upstream_failed > 0 OR t.upstream_skipped > 0)`;
/** Ended states that make downstream tasks upstream_failed. */
export const BADLY = "('failed', 'upstream_failed', 'cancelled')";
