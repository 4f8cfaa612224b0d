import type { Deps } from "@/lib/platform/context";
import { AppError, InvalidError, StoreAwayError } from "@/lib/platform/errors";
import { givenFor } from "../features/join";
import type { RowForm } from "../rows/form";
import { problemsOf, type RowProblem } from "./groups";

export type Joining = {
  deps: Pick<Deps, "db" | "redis" | "clock">;
  service: string;
  form: RowForm;
  deadlineMs: number;
  signal: AbortSignal;
};

const RETRY_AFTER_SECONDS = 5;

/**
 * Each row with its features as the model takes it, or what a request with this row alone would be refused with. Rows are joined
 * together, and those of a refused request in halves, until the row at fault is alone. Throws StoreAwayError: a list can wait for
 * the online store, so that no value stands in for a feature.
 */
export async function joinedRows(
  joining: Joining,
  rows: readonly unknown[],
): Promise<{ rows: readonly unknown[]; problems: Map<number, RowProblem[]> }> {
  const joined = new Array<unknown>(rows.length).fill(null);
  const problems = new Map<number, RowProblem[]>();
  await join(0, rows.length);
  return { rows: joined, problems };

  async function join(from: number, to: number): Promise<void> {
    joining.signal.throwIfAborted();
    const answer = await asRequest(joining, rows.slice(from, to));
    if ("rows" in answer) {
      for (const [at, row] of answer.rows.entries()) joined[from + at] = row;
      return;
    }
    if (to - from === 1) {
      problems.set(from, problemsOf(joining.form, answer.refused));
      return;
    }
    const middle = Math.floor((from + to) / 2);
    await join(from, middle);
    await join(middle, to);
  }
}

async function asRequest(
  { deps, service, form, deadlineMs }: Joining,
  rows: readonly unknown[],
): Promise<{ rows: readonly unknown[] } | { refused: InvalidError }> {
  const features = { service, fallback: null };
  try {
    const given = await givenFor(deps, { live: { features }, deadlineMs }, rows);
    return { rows: given.rowsFor(form) };
  } catch (error) {
    if (error instanceof InvalidError) return { refused: error };
    if (error instanceof AppError && error.code === "UNAVAILABLE")
      throw new StoreAwayError(error.message, RETRY_AFTER_SECONDS);
    throw error;
  }
}
