import * as z from "zod";
import { NotFoundError } from "@/lib/platform/errors";
import { writePin } from "@/lib/runs";
import { hotWrite } from "@/lib/verbs";
import { RunId } from "./schema";

/** Retention skips a pinned run until it is unpinned. Pinning it again changes nothing. */
export const setRunPinned = hotWrite(
  "runs:write",
  RunId.extend({ pinned: z.boolean() }),
  async ({ sql, ctx, input, audit, event }) => {
    const row = await writePin(sql, input.run_id, input.pinned ? ctx.actor.name : null);
    if (!row) throw new NotFoundError("run", input.run_id);
    event({ topic: "run", id: input.run_id, run_id: input.run_id });
    return audit(
      input.pinned ? "run.pin" : "run.unpin",
      { target: { type: "run", id: input.run_id } },
      { pinned_at: row.pinned_at?.toISOString() ?? null, pinned_by: row.pinned_by },
    );
  },
);
