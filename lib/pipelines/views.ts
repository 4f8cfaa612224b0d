import { because } from "@/lib/platform/reasons";
import { nextInterval, scheduleProblem } from "@/lib/schedules";
import type { Activity, ActivityRun } from "./activity-repository";
import { inParamOrder } from "./param-order";
import type * as repository from "./repository";
import {
  DagSpec,
  type ImportErrorView,
  ImportReason,
  Layout,
  type PipelineRow,
  type PipelineSummary,
  type VersionDetail,
  type VersionSummary,
} from "./schema";

export function rowOf(row: repository.DagListRow, activity: Activity, now: Date): PipelineRow {
  const { last_runs, last_ended, ...figures } = activity;
  return {
    ...summaryOf(row, now),
    ...figures,
    last_runs: last_runs.map(runOf),
    last_ended: last_ended && runOf(last_ended),
  };
}

/** Times in JSON of the database end in an offset. */
function runOf(run: ActivityRun): ActivityRun {
  const iso = (at: string | null) => (at === null ? null : new Date(at).toISOString());
  return {
    ...run,
    logical_date: iso(run.logical_date),
    data_interval_start: iso(run.data_interval_start),
    data_interval_end: iso(run.data_interval_end),
    finished_at: iso(run.finished_at),
  };
}

export function summaryOf(row: repository.DagListRow, now: Date): PipelineSummary {
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
    schedule_ended: hasEnded(row, now),
    stale_at: row.staleAt?.toISOString() ?? null,
    version: row.head?.number ?? null,
    updated_at: row.updatedAt.toISOString(),
  };
}

/** Past its end there is no next run; the scheduler has not looked at a new schedule yet, or it is over. */
function hasEnded(row: repository.DagListRow, now: Date): boolean {
  const { scheduleCron: cron, scheduleStart: start, scheduleEnd: end, nextRunAt, lastIntervalEnd } = row;
  if (cron === null || end === null || nextRunAt !== null || row.scheduleError !== null) return false;
  const schedule = { cron, timeZone: row.scheduleTimeZone ?? "UTC", start: start ?? row.createdAt, end };
  return nextInterval({ ...schedule, catchup: row.catchup }, lastIntervalEnd, now) === null;
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
