import * as z from "zod";

/**
 * One line of a log: number from 1, time in ms, text, and whose it is: o = the task's, both of its
 * streams in the order written; s = Gwanje's own; e = standard error, in logs of versions that kept it apart.
 * `open`: it has no end yet, and is given again, longer, to who asks from `next_line` on. A stored row may be a piece of a
 * line: the rows of one number are the line, and all but its last are open.
 */
export const LogLine = z.object({
  n: z.number().int(),
  t: z.number().int(),
  s: z.enum(["o", "e", "s"]),
  m: z.string(),
  open: z.literal(true).optional(),
});
export type LogLine = z.infer<typeof LogLine>;
export const LogQuery = z.object({
  from_line: z.coerce.number().int().min(1).default(1),
  limit: z.coerce.number().int().min(1).max(5_000).default(1_000),
});
export const AttemptId = z.object({ attempt_id: z.uuid() });
export const ReadLogInput = LogQuery.extend(AttemptId.shape);
export const SearchLogQuery = z.object({
  q: z.string().min(1).max(500),
  from_line: z.coerce.number().int().min(1).default(1),
  limit: z.coerce.number().int().min(1).max(10_000).default(1_000),
});
export const SearchLogInput = SearchLogQuery.extend(AttemptId.shape);
/** `searched_to`: the last line that was looked at; ask again from the next one. `more`: the limit was reached, or the log goes on beyond what one answer reads (16 MiB). */
export const LogHits = z.object({
  lines: z.array(z.number()),
  searched_to: z.number(),
  more: z.boolean(),
});
export type LogHits = z.infer<typeof LogHits>;
/** `complete`: the attempt has ended and no line follows. Otherwise ask again from `next_line`. */
export const LogPage = z.object({
  attempt_id: z.string(),
  state: z.string(),
  lines: z.array(LogLine),
  next_line: z.number(),
  /** How long the log is by now. */
  total_lines: z.number(),
  complete: z.boolean(),
});
export type LogPage = z.infer<typeof LogPage>;
