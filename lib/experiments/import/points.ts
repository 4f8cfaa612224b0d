import { NotFoundError } from "@/lib/platform/errors";
import { hotWrite } from "@/lib/verbs";
import { writePoints } from "../repository/log";
import { findRunPlace } from "../repository/runs";
import { Metric } from "../schema";
import { isRunId } from "../values";
import { ImportPointsInput } from "./schema";
import { namedBy, sift } from "./sift";

/** Points of a run, also of a deleted one. Those that are there already change nothing. */
export const importPoints = hotWrite(
  "imports:write",
  ImportPointsInput,
  async ({ sql, input, unchanged }) => {
    const run = isRunId(input.run_id) ? await findRunPlace(sql, input.run_id) : null;
    if (!run) throw new NotFoundError("run", input.run_id);
    const { kept, refused } = sift(Metric, input.metrics, "metric", namedBy("key", `${run.runId}: `));
    if (kept.length > 0) await writePoints(sql, run, kept);
    return unchanged({ refused });
  },
);
