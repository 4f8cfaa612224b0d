/**
 * How long this scheduler has seen the database without a gap, all by the database's own clock: a frozen machine, a
 * fail-over and a restart show as a gap alike. What happened in a gap is unknown; the workers may have been cut off too.
 */
export type View = { since: Date; last: Date };

/** Less than what is left of a lease (8 s) that is renewed on time (every 2 s): a shorter gap ends no lease. */
const GAP_MS = 6_000;
/** A worker that comes back renews at once; until then nothing counts as lost. */
const RETURN_MS = 2_000;

/** The view after one more look. A clock that was put back begins it anew as well. */
export function look(view: View | null, at: Date): View {
  const gap = view ? at.getTime() - view.last.getTime() : 0;
  return view && gap >= 0 && gap <= GAP_MS ? { since: view.since, last: at } : { since: at, last: at };
}

/** Whether a lease that is over was lost by its worker: everybody has had a whole lease of time to renew it. */
export function mayJudge(view: View | null, leaseMs: number): boolean {
  return view !== null && view.last.getTime() - view.since.getTime() >= leaseMs + RETURN_MS;
}
