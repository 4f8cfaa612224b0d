import * as z from "zod";
import { RUN_STATUSES } from "./values";

/** `run_id` is that of the pipeline's run. */
export const OfPipelineRun = z.object({ run_id: z.string().max(300) });

export const TaskTrainingRuns = z.object({
  data: z.array(
    z.object({
      run_id: z.string(),
      experiment_id: z.string(),
      experiment_name: z.string(),
      name: z.string(),
      status: z.enum(RUN_STATUSES),
      /** The task's attempt that began it, and the one that took it up again last. */
      attempt_id: z.string().nullable(),
      held_by_attempt_id: z.string().nullable(),
    }),
  ),
});
