import type { NodeFacts } from "@/components/dag/graph-model";
import type { GridView } from "@/lib/runs/schema";

type Run = { id: string; state: string };

/** The run whose states a graph shows: the one that was chosen, else the latest that has begun. Null: none has. */
export function shownRun<R extends Run>(runs: readonly R[], chosen: string | null): R | null {
  return runs.find(({ id }) => id === chosen) ?? runs.find(({ state }) => state !== "queued") ?? null;
}

type Cells = Pick<GridView, "task_ids" | "cells"> & { runs: readonly Run[] };

/** The states of a run's tasks, and what they took. */
export function statesOf(
  grid: Cells | undefined,
  runId: string | null,
): { states: ReadonlyMap<string, string>; facts: ReadonlyMap<string, NodeFacts> } {
  const column = grid?.runs.findIndex(({ id }) => id === runId) ?? -1;
  const known = (grid?.task_ids ?? []).flatMap((taskId, at) => {
    const cell = grid?.cells[column]?.[at];
    return cell ? [{ taskId, state: cell[1], tries: cell[2], durationMs: cell[3] }] : [];
  });
  return {
    states: new Map(known.map(({ taskId, state }) => [taskId, state])),
    facts: new Map(known.map(({ taskId, tries, durationMs }) => [taskId, { tries, durationMs }])),
  };
}
