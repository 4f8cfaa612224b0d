export function runHref(dagId: string, runId: string, taskId?: string): string {
  const path = `/pipelines/${encodeURIComponent(dagId)}/runs/${encodeURIComponent(runId)}`;
  return taskId === undefined ? path : `${path}?task=${encodeURIComponent(taskId)}`;
}
