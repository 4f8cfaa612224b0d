import type { Ctx } from "@/lib/platform/context";
import { deleteRun } from "@/lib/retention";
import { cancelRun, clearRun, markRun, setRunNote } from "@/lib/runs";
import type { RunView } from "@/lib/runs/schema";
import type { BulkAction, BulkResult } from "./schema";

export type Outcome = Pick<
  BulkResult,
  "outcome" | "detail" | "reason" | "tasks" | "on_version" | "before" | "removed"
>;

/** Does it, by the verb of one run. */
export async function done(
  ctx: Ctx,
  run: RunView,
  action: BulkAction,
  task_ids: readonly string[] | undefined,
): Promise<Partial<Outcome>> {
  const run_id = run.id;
  switch (action.kind) {
    case "rerun":
    case "rerun_failed":
      return rerun(ctx, run, action, task_ids, false);
    case "cancel":
      if (!isActive(run)) return { outcome: "nothing" };
      await cancelRun(ctx, { run_id });
      return {};
    case "mark":
      if (run.state === action.state) return { outcome: "nothing" };
      return { before: (await markRun(ctx, { run_id, state: action.state })).before };
    case "note":
      await setRunNote(ctx, { run_id, note: action.note });
      return { before: run.note };
    case "delete":
      return { removed: await deleteRun(ctx, { run_id }) };
  }
}

export async function rerun(
  ctx: Ctx,
  run: RunView,
  { kind, version }: { kind: "rerun" | "rerun_failed"; version: "same" | "newest" },
  task_ids: readonly string[] | undefined,
  dry_run: boolean,
): Promise<Partial<Outcome>> {
  const cleared = await clearRun(ctx, {
    run_id: run.id,
    ...(task_ids ? { task_ids: [...task_ids] } : {}),
    only_failed: kind === "rerun_failed",
    version,
    dry_run,
  });
  const tasks = cleared.tasks.length;
  return { outcome: tasks > 0 ? "done" : "nothing", tasks, on_version: cleared.version };
}

export function isActive({ state }: Pick<RunView, "state">): boolean {
  return state === "queued" || state === "running";
}
