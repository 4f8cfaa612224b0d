export type Topic =
  | "run"
  | "task"
  | "pipeline"
  | "import_error"
  | "backfill"
  | "artifact"
  | "worker"
  | "long_job"
  | "session"
  | "log"
  | "setting"
  | "experiment"
  | "experiment_run"
  | "experiment_log"
  | "model"
  | "alert";

/**
 * What changed, by id; an event never carries the truth. `task`: its id is the task instance's, and `attempt_id` names the
 * attempt that changed with it. `run` also stands for all tasks of the run where they are made, cleared, cancelled or deleted
 * together. `log`: its id is the attempt's. `experiment` stands for its runs too, where many of them change together; the
 * `run_id` of an `experiment_run` is its experiment. `experiment_log`: such a run has logged something, said now and then.
 * `model`: its id is the registered model's name; versions, aliases and promotions change with it. `alert`: its id is the rule's, whose state has changed, or which itself has.
 */
export type DomainEvent = {
  topic: Topic;
  id: string;
  dag_id?: string;
  run_id?: string;
  task_id?: string;
  attempt_id?: string;
};

/** `seq` grows, and is the same when the event is delivered again. */
export type RecordedEvent = DomainEvent & { seq: string; at: Date };
