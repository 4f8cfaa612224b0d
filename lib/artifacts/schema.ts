import * as z from "zod";
import { PageQuery, pageOf } from "@/lib/platform/pagination";

export const ArtifactView = z.object({
  id: z.string(),
  run_id: z.string(),
  dag_id: z.string(),
  task_id: z.string(),
  attempt_id: z.string(),
  path: z.string(),
  content_type: z.string(),
  size_bytes: z.number(),
  sha256: z.string(),
  created_at: z.string(),
  /** The fields of its run's name; null where the run was not looked for. */
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
});
export type ArtifactView = z.infer<typeof ArtifactView>;
export const ArtifactPage = pageOf(ArtifactView);
export type ArtifactPage = z.infer<typeof ArtifactPage>;
/** The same path of the same task in the runs before and after, by their logical dates. */
export const ArtifactNeighbours = z.object({
  previous: ArtifactView.nullable(),
  next: ArtifactView.nullable(),
});
export type ArtifactNeighbours = z.infer<typeof ArtifactNeighbours>;
export const ArtifactId = z.object({ artifact_id: z.string().max(60) });

/** `path` matches any part of a path; `type` is the start of a media type, such as image/ or text/html. */
export const ArtifactQuery = PageQuery.extend({
  dag_id: z.string().max(300).optional(),
  task_id: z.string().max(300).optional(),
  path: z.string().max(300).optional(),
  type: z.string().max(100).optional(),
});
/** Of each task's current attempt; `attempts=all` adds those of earlier tries. */
export const RunArtifactQuery = PageQuery.extend({ attempts: z.enum(["latest", "all"]).default("latest") });
export const RunArtifactInput = RunArtifactQuery.extend({ run_id: z.string().max(60) });

/** The beginning of an artifact as a page shows it: at most 256 KB, or 1,000 rows. */
export const ArtifactHead = z.object({
  path: z.string(),
  size_bytes: z.number(),
  content_type: z.string(),
  /**
   * Of images, reports and parquet files only the kind is said; their bytes are read by themselves. `binary` is everything
   * else.
   */
  kind: z.enum(["text", "table", "image", "html", "parquet", "binary"]),
  text: z.string().nullable(),
  table: z
    .object({
      columns: z.array(z.string()),
      /** Values as text; null where there is none. */
      rows: z.array(z.array(z.string().nullable())),
      /** Null where that is known only by reading all of it. */
      total_rows: z.number().int().nullable(),
    })
    .nullable(),
  /** How much of it was read for this. */
  shown_bytes: z.number().int(),
  is_whole: z.boolean(),
  /** Its bytes, for the same session or token. */
  download_url: z.string(),
});
export type ArtifactHead = z.infer<typeof ArtifactHead>;
/** `text` gives the text of what `auto` gives as a table or a report. */
const HeadAs = z.enum(["auto", "text"]).default("auto");
export const ArtifactHeadQuery = z.object({ as: HeadAs });
export const ArtifactHeadInput = ArtifactId.extend({ as: HeadAs });
