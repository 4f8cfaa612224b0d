import * as z from "zod";

export const SearchQuery = z.object({ q: z.string().trim().min(1).max(100) });

export const SearchHit = z.object({
  kind: z.enum(["pipeline", "run", "task", "user"]),
  id: z.string(),
  title: z.string(),
  /** What tells it apart: the pipeline of a run, the e-mail of a person. */
  detail: z.string(),
  state: z.string().nullable(),
  href: z.string(),
});
export type SearchHit = z.infer<typeof SearchHit>;

export const SearchReply = z.object({ data: z.array(SearchHit) });
export type SearchReply = z.infer<typeof SearchReply>;
