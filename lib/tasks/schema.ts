import * as z from "zod";

export const WorkerView = z.object({
  id: z.string(),
  host: z.string(),
  pid: z.number(),
  queues: z.array(z.string()),
  concurrency: z.number(),
  running: z.number(),
  started_at: z.string(),
  last_heartbeat_at: z.string(),
  stopped_at: z.string().nullable(),
  stop_reason: z.string().nullable(),
});
export type WorkerView = z.infer<typeof WorkerView>;
export const WorkerList = z.object({ data: z.array(WorkerView) });
