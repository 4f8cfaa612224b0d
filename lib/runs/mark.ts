import { ConflictError, NotFoundError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { hotWrite } from "@/lib/verbs";
import { lockRun, writeMark } from "./repository/lock";
import { MarkBody, RunId } from "./schema";

/**
 * Says of an ended run that it counts as succeeded or failed. Its tasks keep their states, and it can be run again as
 * before. An active run is refused: its tasks would go on.
 */
export const markRun = hotWrite(
  "runs:write",
  MarkBody.extend(RunId.shape),
  async ({ sql, ctx, input, audit, unchanged }) => {
    const run = await lockRun(sql, input.run_id);
    if (!run) throw new NotFoundError("run", input.run_id);
    if (run.state === "queued" || run.state === "running")
      throw new ConflictError("The run has not ended. Cancel it first.", because("run_active"));
    const result = { before: run.state };
    if (run.state === input.state) return unchanged(result);
    await writeMark(sql, run.id, input.state, ctx.actor.name);
    return audit(
      "run.mark",
      {
        target: { type: "run", id: run.id },
        before: { state: run.state },
        after: { state: input.state },
      },
      result,
    );
  },
);
