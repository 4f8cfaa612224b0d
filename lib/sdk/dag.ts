import type { DagSpecInput, TaskSpecInput } from "@/lib/pipelines/schema";

type Kind = TaskSpecInput["kind"];
type Options<K extends Kind> = Omit<
  Extract<TaskSpecInput, { kind: K }>,
  "kind" | "task_id" | "depends_on"
> & {
  /** Ids, or the tasks themselves. */
  depends_on?: readonly (string | TaskSpecInput)[];
};

const maker =
  <K extends Kind>(kind: K) =>
  (task_id: string, options: Options<K>): TaskSpecInput => {
    const depends_on = (options.depends_on ?? []).map((upstream) =>
      typeof upstream === "string" ? upstream : upstream.task_id,
    );
    return taskOf({ ...options, kind, task_id, depends_on });
  };

export const bash = maker("bash");
export const python = maker("python");
export const node = maker("node");
export const http = maker("http");
export const sql = maker("sql");
export const empty = (task_id: string, options: Options<"empty"> = {}): TaskSpecInput =>
  maker("empty")(task_id, options);

export type DagOptions = Omit<DagSpecInput, "schedule"> & {
  /** A preset such as "@daily" (UTC), or cron in a zone; null for manual runs only. */
  schedule?: string | { cron: string; time_zone?: string } | null;
};

/** Describes a pipeline as pure data. It is checked when the file is loaded; nothing runs here. */
export function defineDag({ schedule = null, ...rest }: DagOptions): DagSpecInput {
  return { ...rest, schedule };
}

/** `Options<K>` is the input of the kind's schema without three fields, which are added here. */
function taskOf(task: object): TaskSpecInput {
  return task as TaskSpecInput;
}
