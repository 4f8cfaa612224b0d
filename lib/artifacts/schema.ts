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
});
export type ArtifactView = z.infer<typeof ArtifactView>;
export const ArtifactPage = pageOf(ArtifactView);
export type ArtifactPage = z.infer<typeof ArtifactPage>;
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
