/** What the views of runs need of the API's replies; a reply has more. */
export type GridRun = { id: string; run_key: string; state: string };
export type GridTask = { task_id: string; depends_on: readonly string[] };
export type GridInstance = { run_id: string; task_id: string; state: string; try_number: number };
export type TaskTiming = {
  task_id: string;
  state: string;
  started_at: string | null;
  finished_at: string | null;
};
