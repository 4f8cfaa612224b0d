import type { IsolationGap, IsolationLevel } from "@/lib/platform/isolation";

export type WorkerInfo = {
  id: string;
  host: string;
  pid: number;
  queues: string[];
  concurrency: number;
  /** How well it isolates its tasks; null when it did not report it. */
  isolation?: IsolationLevel | null;
  /** Parts of that isolation that this machine does not offer. */
  isolationGaps?: IsolationGap[];
  /** Of the product. */
  version?: string | null;
};
/** What people want of a worker. */
export type WorkerOrder = "work" | "drain" | "stop";
export type KillOrder = { attemptId: string; reason: string };
export type QueuedAttempt = { attemptId: string; queue: string; priority?: number };
export type RunningAttempt = { attemptId: string; runId: string; dagId: string; taskId: string };

/** Everything a worker needs to run one attempt; `task` is that task's part of the pinned spec. */
export type ClaimedAttempt = {
  attemptId: string;
  taskInstanceId: string;
  runId: string;
  dagId: string;
  taskId: string;
  number: number;
  queue: string;
  task: unknown;
  codeSha256: string | null;
  /** Of the schedule; UTC for a pipeline without one. */
  timeZone: string;
  params: Record<string, unknown>;
  logicalDate: Date | null;
  dataIntervalStart: Date | null;
  dataIntervalEnd: Date | null;
  runKey: string;
  runType: string;
  /** Direct upstream tasks; their results are read when the task's input is written (inputs.ts). */
  upstream: string[];
};
