import type { ObjectStore } from "@/lib/platform/storage";
import { objectPlace } from "./object-place";
import { LIMITS, type SourceFormat } from "./values";

export type SourceObject = { key: string; etag: string; size_bytes: number };

/** The objects of a place that have rows: itself, or all files of the format below it. One more than are allowed at most. */
export async function objectsOf(
  storage: ObjectStore,
  { path, format }: { path: string; format: SourceFormat },
): Promise<SourceObject[]> {
  const { key, isPrefix } = objectPlace(path, storage.bucket, "/path");
  if (!isPrefix) {
    const head = await storage.head(key);
    return head ? [{ key, etag: head.etag ?? "", size_bytes: head.sizeBytes }] : [];
  }
  const found: SourceObject[] = [];
  let cursor: string | null = null;
  do {
    const page = await storage.list(key, cursor === null ? {} : { cursor });
    for (const { key: one, etag, sizeBytes } of page.objects)
      if (one.endsWith(`.${format}`) && sizeBytes > 0) found.push({ key: one, etag, size_bytes: sizeBytes });
    cursor = page.nextCursor;
  } while (cursor !== null && found.length <= LIMITS.sourceFiles);
  return found;
}
