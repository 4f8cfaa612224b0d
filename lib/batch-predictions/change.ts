import { ConflictError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { hotWrite } from "@/lib/verbs";
import { refuseStranger, there } from "./found";
import { lockBatch, move, reopen } from "./repository/batches";
import { leftOf, resetFailed } from "./repository/parts";
import { BatchRef } from "./schema";
import { isEnded } from "./values";
import { viewOf } from "./view";
import { PREPARE, queue, queueLanes, WRITE } from "./work/queued";

const target = (id: string) => ({ target: { type: "batch_prediction", id } });
const ACTIVE = ["queued", "preparing", "running", "writing"] as const;

/** Its jobs stop within a second; what was answered stays for one who goes on with it. */
export const cancelBatch = hotWrite(
  "predictions:run",
  BatchRef,
  async ({ sql, ctx, input: { id }, audit, unchanged }) => {
    const row = there(await lockBatch(sql, id), id);
    refuseStranger(ctx, row);
    if (row.state === "cancelled") return unchanged(viewOf(row, ctx.storage.bucket));
    if (isEnded(row.state))
      throw new ConflictError(
        `It has ended already (${row.state}).`,
        because("long_job_over", { state: row.state }),
      );
    await move(sql, id, ACTIVE, "cancelled");
    return audit(
      "batch_prediction.cancel",
      target(id),
      viewOf(there(await lockBatch(sql, id), id), ctx.storage.bucket),
    );
  },
);

/** One that failed or was cancelled goes on: what is answered stays, parts that failed are asked again. */
export const retryBatch = hotWrite(
  "predictions:run",
  BatchRef,
  async ({ sql, ctx, input: { id }, audit, event, afterCommit }) => {
    const row = there(await lockBatch(sql, id), id);
    refuseStranger(ctx, row);
    if (row.state !== "failed" && row.state !== "cancelled")
      throw new ConflictError(
        `Only one that failed or was cancelled runs again; this one is ${row.state}.`,
        because("long_job_not_ended", { state: row.state }),
      );
    const inside = { sql, ctx, event, afterCommit };
    await resetFailed(sql, id);
    const { open } = await leftOf(sql, id);
    if (row.plan === null) {
      await reopen(sql, id, "queued");
      await queue(PREPARE, inside, id);
    } else if (open > 0) {
      await reopen(sql, id, "running");
      await queueLanes(inside, id, open);
    } else {
      await reopen(sql, id, "writing");
      await queue(WRITE, inside, id);
    }
    return audit(
      "batch_prediction.retry",
      target(id),
      viewOf(there(await lockBatch(sql, id), id), ctx.storage.bucket),
    );
  },
);
