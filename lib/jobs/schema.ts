import * as z from "zod";

const JOB_STATES = ["waiting", "running", "failing", "stuck", "silent"] as const;
export type JobState = (typeof JOB_STATES)[number];

export const JobView = z.object({
  name: z.string(),
  /** host:pid of the process that runs it. */
  process: z.string(),
  /**
   * failing: the last run failed. stuck: a run goes on although its time is over and it was asked to stop. silent: no
   * process has told of it for a while.
   */
  state: z.enum(JOB_STATES),
  /** From the end of a run to the next one; null for a job that a cron expression times. */
  every_ms: z.number().nullable(),
  cron: z.string().nullable(),
  time_zone: z.string().nullable(),
  last_started_at: z.string().nullable(),
  last_ended_at: z.string().nullable(),
  took_ms: z.number().nullable(),
  /** Why the last run failed. */
  error: z.string().nullable(),
  runs: z.number(),
  failed_runs: z.number(),
  failures_in_row: z.number().int(),
  next_at: z.string().nullable(),
  seen_at: z.string(),
});
export type JobView = z.infer<typeof JobView>;
export const JobList = z.object({ data: z.array(JobView) });

export const JobRef = z.strictObject({ name: z.string().max(100) });
/** How many processes were asked: one, or all that run the job. */
export const RunAsked = z.object({ processes: z.number().int() });
