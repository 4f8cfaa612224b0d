import * as z from "zod";
import { PageQuery, pageOf } from "@/lib/platform/pagination";

const LONG_JOB_STATES = ["queued", "running", "succeeded", "failed", "cancelled"] as const;
export type LongJobState = (typeof LONG_JOB_STATES)[number];

/** `total` is null while it is not known. `unit` is a word such as "runs"; `message` is for people. */
export const Progress = z.object({
  done: z.number(),
  total: z.number().nullable(),
  unit: z.string().nullable(),
  message: z.string().nullable(),
});
export type Progress = z.infer<typeof Progress>;

export const LongJobView = z.object({
  id: z.string(),
  kind: z.string(),
  subject: z.string(),
  state: z.enum(LONG_JOB_STATES),
  /** Cancelling was asked for, and the job has not stopped yet. */
  is_cancelling: z.boolean(),
  progress: Progress.nullable(),
  result: z.unknown(),
  error: z.string().nullable(),
  attempts: z.number().int(),
  created_by: z.string(),
  created_at: z.string(),
  started_at: z.string().nullable(),
  ended_at: z.string().nullable(),
  /** When it is tried again, for one that waits after a failure. */
  next_at: z.string().nullable(),
  /** What one needs to cancel it, or to run it again. */
  permissions: z.array(z.string()),
});
export type LongJobView = z.infer<typeof LongJobView>;

export const LongJobQuery = PageQuery.extend({ state: z.enum(LONG_JOB_STATES).optional() });
export const LongJobPage = pageOf(LongJobView);
export const LongJobRef = z.strictObject({ id: z.string().max(100) });
/** `created` is false where such a job is queued or running already: that one is named. */
export const LongJobStarted = z.object({ id: z.string(), created: z.boolean() });
export type LongJobStarted = z.infer<typeof LongJobStarted>;
