import { because } from "@/lib/platform/reasons";
import { scheduleProblem } from "@/lib/schedules";
import { inParamOrder } from "./param-order";
import type * as repository from "./repository";
import {
  DagSpec,
  type ImportErrorView,
  ImportReason,
  Layout,
  type PipelineSummary,
  type VersionDetail,
  type VersionSummary,
} from "./schema";

/** `runs`: of this pipeline, newest first. */
export function summaryOf(row: repository.DagListRow, runs: readonly repository.LastRun[]): PipelineSummary {
  return {
    dag_id: row.id,
    description: row.description,
    owner: row.owner,
    tags: row.tags,
    is_paused: row.isPaused,
    origin: row.origin,
    file_path: row.filePath,
    schedule: row.scheduleCron ? { cron: row.scheduleCron, time_zone: row.scheduleTimeZone ?? "UTC" } : null,
    next_run_at: row.nextRunAt?.toISOString() ?? null,
    schedule_problem: scheduleProblemOf(row),
    stale_at: row.staleAt?.toISOString() ?? null,
    version: row.head?.number ?? null,
    updated_at: row.updatedAt.toISOString(),
    last_runs: runs.map(({ id, run_key, state }) => ({ id, run_key, state })),
  };
}

/** The scheduler stores its own error; the schedule's problem usually explains it better. */
function scheduleProblemOf(row: repository.DagListRow): PipelineSummary["schedule_problem"] {
  if (row.scheduleError === null || row.scheduleCron === null) return null;
  const problem = scheduleProblem(row.scheduleCron, row.scheduleTimeZone ?? "UTC", row.updatedAt);
  return ImportReason.parse(problem?.reason ?? because("schedule_stopped", { said: row.scheduleError }));
}

export function versionSummary(row: repository.VersionListRow): VersionSummary {
  return {
    id: row.id,
    number: row.number,
    origin: row.origin,
    author: row.author,
    message: row.message,
    spec_sha256: row.specSha256,
    code_sha256: row.codeSha256,
    created_at: row.createdAt.toISOString(),
  };
}

export function versionDetail(row: repository.VersionRow): VersionDetail {
  const spec = inParamOrder(DagSpec.parse(row.spec), row.paramOrder);
  return { ...versionSummary(row), spec, layout: Layout.parse(row.layout) };
}

export function importErrorView(row: repository.ImportErrorRow): ImportErrorView {
  return {
    id: row.id,
    file_path: row.filePath,
    dag_id: row.dagId,
    line: row.line,
    column: row.column,
    field: row.field,
    message: row.message,
    reason: ImportReason.nullable().catch(null).parse(row.reason),
    more: row.more,
    since: row.createdAt.toISOString(),
  };
}
