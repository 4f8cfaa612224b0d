import type { BatchView } from "@/lib/batch-predictions/schema";

/** What people call the file; null for one that was uploaded, which has no name of its own. */
export function sourceText({ source }: Pick<BatchView, "source">): string | null {
  if ("path" in source) return source.path;
  return "artifact_id" in source ? source.artifact_id : null;
}
