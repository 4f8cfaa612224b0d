import * as z from "zod";

/** One line of a log: number from 1, time in ms, stream (o = stdout, e = stderr, s = Gwanje itself), text. */
export const LogLine = z.object({
  n: z.number().int(),
  t: z.number().int(),
  s: z.enum(["o", "e", "s"]),
  m: z.string(),
});
export type LogLine = z.infer<typeof LogLine>;
export const LogQuery = z.object({
  from_line: z.coerce.number().int().min(1).default(1),
  limit: z.coerce.number().int().min(1).max(5_000).default(1_000),
});
export const AttemptId = z.object({ attempt_id: z.uuid() });
export const ReadLogInput = LogQuery.extend(AttemptId.shape);
/** `complete`: the attempt has ended and no line follows. Otherwise ask again from `next_line`. */
export const LogPage = z.object({
  attempt_id: z.string(),
  state: z.string(),
  lines: z.array(LogLine),
  next_line: z.number(),
  complete: z.boolean(),
});
export type LogPage = z.infer<typeof LogPage>;
