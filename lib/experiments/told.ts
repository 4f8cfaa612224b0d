/** Within a window a run is told once, and at most so many runs are. */
const WINDOW_MS = 3_000;
const MOST_TOLD = 50;

/**
 * Which runs are to be told as having logged, so that pages follow without a row for each point. What is left out here pages
 * read at their own slow pace. Each process decides for itself.
 */
export class LoggedRuns {
  #began = Number.NEGATIVE_INFINITY;
  readonly #told = new Set<string>();

  due(runIds: readonly string[], now: number): string[] {
    if (now - this.#began >= WINDOW_MS) {
      this.#began = now;
      this.#told.clear();
    }
    const due = runIds.filter((id) => !this.#told.has(id)).slice(0, MOST_TOLD - this.#told.size);
    for (const id of due) this.#told.add(id);
    return due;
  }
}
