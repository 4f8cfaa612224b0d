export function versionHref(dagId: string, number: number): string {
  return `/pipelines/${encodeURIComponent(dagId)}?tab=code&version=${number}`;
}

/** What changed from one version to a later one. */
export function changesHref(dagId: string, from: number, to: number): string {
  return `${versionHref(dagId, to)}&compare=${from}`;
}

/** The runs of a pipeline that started with one version of it. */
export function versionRunsHref(dagId: string, number: number): string {
  return `/pipelines/${encodeURIComponent(dagId)}?version=${number}`;
}

/** The history of a task over the runs of its pipeline. */
export function taskHref(dagId: string, taskId: string): string {
  return `/pipelines/${encodeURIComponent(dagId)}/tasks/${encodeURIComponent(taskId)}`;
}

export function runHref(dagId: string, runId: string, taskId?: string): string {
  const path = `/pipelines/${encodeURIComponent(dagId)}/runs/${encodeURIComponent(runId)}`;
  return taskId === undefined ? path : `${path}?task=${encodeURIComponent(taskId)}`;
}
