export function pipelineHref(dagId: string): string {
  return `/pipelines/${encodeURIComponent(dagId)}`;
}

export function runHref(dagId: string, runId: string): string {
  return `${pipelineHref(dagId)}/runs/${encodeURIComponent(runId)}`;
}
