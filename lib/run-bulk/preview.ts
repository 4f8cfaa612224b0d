import type { Ctx } from "@/lib/platform/context";
import { because } from "@/lib/platform/reasons";
import { previewRunDeletion } from "@/lib/retention";
import type { RunView } from "@/lib/runs/schema";
import { isActive, type Outcome, rerun } from "./outcome";
import type { BulkAction } from "./schema";

/** What the action would do to a run now. */
export async function foreseen(
  ctx: Ctx,
  run: RunView,
  action: BulkAction,
  task_ids: readonly string[] | undefined,
): Promise<Partial<Outcome>> {
  switch (action.kind) {
    case "rerun":
    case "rerun_failed":
      return rerun(ctx, run, action, task_ids, true);
    case "cancel":
      return { outcome: isActive(run) ? "done" : "nothing" };
    case "mark":
      if (isActive(run)) return refused("The run has not ended. Cancel it first.", "run_active");
      return { outcome: run.state === action.state ? "nothing" : "done", before: run.state };
    case "note":
      return { before: run.note };
    case "delete": {
      const {
        refused: why,
        backfills,
        versions,
        ...removed
      } = await previewRunDeletion(ctx, {
        run_id: run.id,
      });
      if (why === "pinned") return refused("The run is pinned. Unpin it first.", "run_pinned");
      if (why !== null) return refused("The run has not ended. Cancel it first.", "run_active");
      return { removed };
    }
  }
}

function refused(detail: string, code: "run_active" | "run_pinned"): Partial<Outcome> {
  return { outcome: "refused", detail, reason: because(code) };
}
