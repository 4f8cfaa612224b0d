import type { AttemptView } from "@/lib/runs/schema";

/** What the timing bars need of a task of a reply. */
export type TaskTiming = {
  task_id: string;
  state: string;
  attempts: readonly Pick<AttemptView, "id" | "number" | "state" | "started_at" | "finished_at">[];
};
