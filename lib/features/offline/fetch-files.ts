import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { ConflictError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import type { ObjectStore } from "@/lib/platform/storage";
import type { Files } from "@/lib/point-in-time/schema";
import { objectsOf, type SourceObject } from "../objects-of";
import { LIMITS, type SourceFormat } from "../values";

type Place = { name: string; path: string; format: SourceFormat };
/** `stamps` say which objects these were: other ones have others. */
export type Fetched = { files: Files; stamps: SourceObject[] };

/**
 * Puts the objects of a place into a folder, under names that begin with `prefix`. Throws CONFLICT with the way out where there
 * are none, or more than one question may read.
 */
export async function fetchFiles(
  storage: ObjectStore,
  dir: string,
  prefix: string,
  place: Place,
  signal: AbortSignal,
): Promise<Fetched> {
  const stamps = await objectsOf(storage, place);
  const bytes = stamps.reduce((sum, { size_bytes }) => sum + size_bytes, 0);
  if (stamps.length === 0)
    throw refused(`${place.name}: there are no ${place.format} files at ${place.path}.`);
  if (stamps.length > LIMITS.sourceFiles || bytes > LIMITS.sourceBytes)
    throw refused(
      `${place.name}: there are ${stamps.length} files with ${bytes} bytes at ${place.path}. Name a folder with at most ${LIMITS.sourceFiles} files and ${LIMITS.sourceBytes} bytes.`,
    );
  const names: string[] = [];
  for (const [at, { key }] of stamps.entries()) {
    const found = await storage.get(key);
    if (!found) throw refused(`${place.name}: ${key} was removed while it was read. Ask again.`);
    const name = `${prefix}-${at}.${place.format}`;
    await pipeline(found.body, createWriteStream(join(dir, name)), { signal });
    names.push(name);
  }
  return { files: { format: place.format, names }, stamps };
}

export function refused(said: string): ConflictError {
  return new ConflictError(said, because("source_refused", { said }));
}
