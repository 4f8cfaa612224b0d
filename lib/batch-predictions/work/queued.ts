import * as z from "zod";
import { enqueueLongJob } from "@/lib/long-jobs";
import { addJob } from "../repository/batches";
import { LIMITS } from "../values";
import type { Inside } from "./inside";

const Work = z.strictObject({ id: z.string() });
export type Work = z.infer<typeof Work>;
const common = { input: Work, permissions: ["predictions:run"], subject: ({ id }: Work) => id } as const;

/** Looks at the file and divides it; takes parts; writes one file of all. */
export const PREPARE = {
  ...common,
  name: "prepare-batch-prediction",
  exclusive: ({ id }: Work) => id,
} as const;
export const LANE = { ...common, name: "batch-prediction-parts" } as const;
export const WRITE = { ...common, name: "write-batch-prediction", exclusive: ({ id }: Work) => id } as const;

export async function queue(
  kind: typeof PREPARE | typeof LANE | typeof WRITE,
  inside: Inside,
  id: string,
): Promise<void> {
  const started = await enqueueLongJob(kind, inside, { id });
  await addJob(inside.sql, id, started.id);
}

/** As many jobs as may be at work on it at once; each takes one part after the other. */
export async function queueLanes(inside: Inside, id: string, parts: number): Promise<void> {
  for (let lane = 0; lane < Math.min(parts, LIMITS.lanes); lane++) await queue(LANE, inside, id);
}
