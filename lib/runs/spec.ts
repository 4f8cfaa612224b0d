/** The part of the pinned spec that runs read; lib/pipelines owns the whole shape. */
export type RunSpec = {
  max_active_tasks?: number;
  dagrun_timeout_ms?: number | null;
  params?: { properties?: Record<string, unknown> };
  tasks: {
    task_id: string;
    kind?: string;
    depends_on?: string[];
    retries?: number;
    queue?: string;
    pool?: string;
    pool_slots?: number;
    priority_weight?: number;
  }[];
};

export function downstreamOf(spec: RunSpec): Map<string, string[]> {
  const below = new Map(spec.tasks.map((task) => [task.task_id, [] as string[]]));
  for (const task of spec.tasks) for (const up of new Set(task.depends_on)) below.get(up)?.push(task.task_id);
  return below;
}
