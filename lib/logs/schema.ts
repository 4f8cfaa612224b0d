import * as z from "zod";

/**
 * One line of a log: number from 1, time in ms, text, and stream. Streams: o is the task's output, both streams in
 * order; s is Gwanje's own; e is standard error, in logs of older versions. `open`: the line has no end yet, and is
 * returned again, longer, from `next_line` on. A stored row may be a piece of a line: rows with the same number form
 * the line, and all but the last are open.
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
/**
 * `searched_to`: the last searched line; continue from the next one. `more`: the limit was reached, or the log is
 * longer than one call reads (16 MiB).
 */
export const LogHits = z.object({
  lines: z.array(z.number()),
  searched_to: z.number(),
  more: z.boolean(),
});
export type LogHits = z.infer<typeof LogHits>;
/** `complete`: the attempt has ended and no line follows. Otherwise continue from `next_line`. */
export const LogPage = z.object({
  attempt_id: z.string(),
  state: z.string(),
  lines: z.array(LogLine),
  next_line: z.number(),
  /** The length of the log so far. */
  total_lines: z.number(),
  complete: z.boolean(),
});
export type LogPage = z.infer<typeof LogPage>;
