/**
 * How long this scheduler has reached the database without a gap, by the database's clock. A frozen machine, a
 * fail-over and a restart all show as a gap. Workers may have been cut off during a gap too, so their leases are not
 * judged by it.
 */
export type View = { since: Date; last: Date };

/** Less than the rest of a lease (8 s) that is renewed on time (every 2 s), so a shorter gap ends no lease. */
const GAP_MS = 6_000;
/** A worker that comes back renews at once; until it had the time for that, no lease counts as lost. */
const RETURN_MS = 2_000;

/** The view after one more look. A clock that was set back starts it anew too. */
export function look(view: View | null, at: Date): View {
  const gap = view ? at.getTime() - view.last.getTime() : 0;
  return view && gap >= 0 && gap <= GAP_MS ? { since: view.since, last: at } : { since: at, last: at };
}

/** True when an expired lease was lost by its worker, because every worker had a whole lease of time to renew. */
export function mayJudge(view: View | null, leaseMs: number): boolean {
  return view !== null && view.last.getTime() - view.since.getTime() >= leaseMs + RETURN_MS;
}
