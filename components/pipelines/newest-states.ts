import type { GridView } from "@/lib/runs/schema";

type Seen = Pick<GridView, "task_ids" | "cells"> & { runs: readonly { id: string }[] };

/** The newest run and its task states; empty without a run. */
export function newestStates(grid: Seen | undefined): {
  runId: string | null;
  states: ReadonlyMap<string, string>;
} {
  const cells = grid?.cells[0] ?? [];
  const states = new Map(
    (grid?.task_ids ?? []).flatMap((taskId, at): [string, string][] => {
      const cell = cells[at];
      return cell ? [[taskId, cell[1]]] : [];
    }),
  );
  return { runId: grid?.runs[0]?.id ?? null, states };
}
