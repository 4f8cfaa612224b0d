import type { AttemptView } from "@/lib/runs/schema";

/** The fields of a task that the timing bars use. */
export type TaskTiming = {
  task_id: string;
  state: string;
  attempts: readonly Pick<AttemptView, "id" | "number" | "state" | "started_at" | "finished_at">[];
};
