import * as z from "zod";
import { TimeZone } from "@/lib/team/schema";

/** `time_zone`: the reader's, for times in the text. */
export const SearchQuery = z.object({
  q: z.string().trim().min(1).max(100),
  time_zone: TimeZone.default("UTC"),
});

export const SearchHit = z.object({
  kind: z.enum(["pipeline", "run", "task", "artifact", "user"]),
  id: z.string(),
  title: z.string(),
  /** Distinguishes results of one name: the pipeline of a run, the e-mail of a person. */
  detail: z.string(),
  state: z.string().nullable(),
  /** The fields of the run's name, also for an artifact. */
  run: z
    .object({
      run_key: z.string(),
      run_type: z.string(),
      logical_date: z.string().nullable(),
      data_interval_start: z.string().nullable(),
      data_interval_end: z.string().nullable(),
      time_zone: z.string().nullable(),
    })
    .nullable(),
  href: z.string(),
});
export type SearchHit = z.infer<typeof SearchHit>;

export const SearchReply = z.object({ data: z.array(SearchHit) });
export type SearchReply = z.infer<typeof SearchReply>;
