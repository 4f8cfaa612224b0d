import * as z from "zod";
import { ImportReason } from "@/lib/pipelines/schema";
import { Instant } from "@/lib/platform/instant";
import { WaitsFor } from "@/lib/runs/schema";

export const HomeQuery = z
  .object({ start: Instant, end: Instant })
  .refine(({ start, end }) => new Date(start) < new Date(end), {
    error: "start must be before end",
    path: ["start"],
  });

/** The fields of a run's name. */
const Named = z.object({
  run_key: z.string(),
  run_type: z.string(),
  logical_date: z.string().nullable(),
  data_interval_start: z.string().nullable(),
  data_interval_end: z.string().nullable(),
  time_zone: z.string().nullable(),
});

const RunLine = Named.extend({
  run_id: z.string(),
  dag_id: z.string(),
  state: z.string(),
  queued_at: z.string(),
  started_at: z.string().nullable(),
  first_started_at: z.string().nullable(),
  finished_at: z.string().nullable(),
  ran_before_ms: z.number(),
});
export type RunLine = z.infer<typeof RunLine>;

const FailingPipeline = Named.extend({
  kind: z.literal("failing"),
  dag_id: z.string(),
  run_id: z.string(),
  finished_at: z.string().nullable(),
  /** The first failed task; null when the run itself ended (timed out). */
  task_id: z.string().nullable(),
  /** Why it failed: a stable code, the program's own message, and its exit code. */
  code: z.string().nullable(),
  detail: z.string().nullable(),
  exit_code: z.number().nullable(),
});

/** What somebody should look at; lib/home/attention finds each kind. */
export const AttentionItem = z.discriminatedUnion("kind", [
  FailingPipeline,
  z.object({
    kind: z.literal("job"),
    name: z.string(),
    state: z.enum(["failing", "stuck", "silent"]),
    since: z.string().nullable(),
    said: z.string().nullable(),
  }),
  /** Tasks wait and no worker is live. */
  z.object({ kind: z.literal("no_worker"), waiting: z.number().int() }),
  z.object({ kind: z.literal("worker_lost"), worker_id: z.string(), host: z.string(), since: z.string() }),
  z.object({
    kind: z.literal("import_error"),
    file_path: z.string(),
    message: z.string(),
    reason: ImportReason.nullable(),
    since: z.string(),
  }),
  /** A run was due then, and has not begun. */
  z.object({ kind: z.literal("late"), dag_id: z.string(), since: z.string() }),
  /** Its schedule cannot be followed. */
  z.object({ kind: z.literal("schedule"), dag_id: z.string() }),
  z.object({
    kind: z.literal("stuck"),
    dag_id: z.string(),
    waits_for: WaitsFor,
    runs: z.number().int(),
    tasks: z.number().int(),
    since: z.string(),
  }),
]);
export type AttentionItem = z.infer<typeof AttentionItem>;

export const NextRun = z.object({
  dag_id: z.string(),
  next_run_at: z.string(),
  schedule: z.string().nullable(),
  time_zone: z.string().nullable(),
});
export type NextRun = z.infer<typeof NextRun>;

export const Bucket = z.object({
  start: z.string(),
  counts: z.record(z.string(), z.number().int()),
});
export type Bucket = z.infer<typeof Bucket>;

export const HomeReply = z.object({
  /** The window of the counts, by the time of creation. */
  start: z.string(),
  end: z.string(),
  counts: z.record(z.string(), z.number().int()),
  activity: z.object({ bucket_ms: z.number().int(), buckets: z.array(Bucket) }),
  pipelines: z.object({
    total: z.number().int(),
    paused: z.number().int(),
    /** Those with a run that succeeded or failed. */
    finished: z.number().int(),
  }),
  attention: z.array(AttentionItem),
  workers: z.object({ live: z.number().int() }),
  recent: z.array(RunLine),
  next: z.array(NextRun),
  checklist: z.object({
    pipeline_loaded: z.boolean(),
    run_succeeded: z.boolean(),
    token_created: z.boolean(),
    teammate_invited: z.boolean(),
  }),
});
export type HomeReply = z.infer<typeof HomeReply>;
