/** What the timing bars need of a task of a reply. */
export type TaskTiming = {
  task_id: string;
  state: string;
  started_at: string | null;
  finished_at: string | null;
};
