/** What the Runs page can filter by, in the words of its address. Lists are joined with commas. */
export type RunsSearch = {
  state?: readonly string[] | undefined;
  pipeline?: readonly string[] | undefined;
  type?: readonly string[] | undefined;
  tag?: string | undefined;
  by?: string | undefined;
  backfill?: string | undefined;
  version?: number | undefined;
  /** A period that goes with the clock, such as "yesterday". */
  when?: string | undefined;
  /** First start: "now-24h" or an ISO instant. */
  from?: string | undefined;
  to?: string | undefined;
  q?: string | undefined;
};
/** What the page of task instances can filter by besides. `state` is that of the task. */
export type TasksSearch = RunsSearch & {
  task?: string | undefined;
  worker?: string | undefined;
  queue?: string | undefined;
  pool?: string | undefined;
};

/** Every number of runs in the console links to the runs that it counts. */
export function runsHref(search: RunsSearch = {}): string {
  return `/runs${textOf(search)}`;
}

/** Every number of task instances links to them. */
export function tasksHref(search: TasksSearch = {}): string {
  return `/runs/tasks${textOf(search)}`;
}

function textOf(search: TasksSearch): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(search)) {
    const text = Array.isArray(value) ? value.join(",") : String(value ?? "");
    if (text !== "") params.set(key, text);
  }
  const text = params.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
  return text === "" ? "" : `?${text}`;
}

/** Two runs side by side; with one, the last success before it is the other. */
export function compareHref(second: string, first?: string): string {
  const params = new URLSearchParams(first === undefined ? { b: second } : { a: first, b: second });
  return `/runs/compare?${params}`;
}
