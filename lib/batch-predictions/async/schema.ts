import * as z from "zod";
import { ASYNC_STATES } from "./values";

export const AsyncPredictionView = z.object({
  id: z.string(),
  endpoint: z.string(),
  state: z.enum(ASYNC_STATES),
  /** What a request would have been answered, once it has succeeded. */
  result: z.unknown().nullable(),
  error: z
    .object({ code: z.string(), message: z.string(), errors: z.array(z.unknown()).optional() })
    .nullable(),
  created_at: z.string(),
  ended_at: z.string().nullable(),
  /** It is gone then, answered or not. */
  expires_at: z.string(),
});
export type AsyncPredictionView = z.infer<typeof AsyncPredictionView>;
export const AsyncAccepted = AsyncPredictionView.pick({
  id: true,
  endpoint: true,
  state: true,
  expires_at: true,
});
