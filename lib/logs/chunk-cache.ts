import type { ObjectStore } from "@/lib/platform/storage";

/** Cache of stored chunks, which never change, because a reader scrolls over the same ones. */
const CACHE_BYTES = 32 * 1024 * 1024;
/** Parallel reads: a page of a talkative task is a hundred small objects. */
const PARALLEL = 16;

/** A part of an object; all of it when `sizeBytes` is left out. */
export type Place = { key: string; from: number; sizeBytes?: number };
type Cache = { objects: Map<string, Buffer>; bytes: number };
const caches = new WeakMap<ObjectStore, Cache>();

/** The texts at these places, in order; empty where the object is gone. */
export async function chunkTexts(storage: ObjectStore, places: readonly Place[]): Promise<string[]> {
  const found: string[] = [];
  for (let at = 0; at < places.length; at += PARALLEL) {
    const some = places.slice(at, at + PARALLEL);
    found.push(...(await Promise.all(some.map((place) => chunkText(storage, place)))));
  }
  return found;
}

async function chunkText(storage: ObjectStore, { key, from, sizeBytes }: Place): Promise<string> {
  const object = await objectAt(storage, key);
  const to = sizeBytes === undefined ? undefined : from + sizeBytes;
  return object?.toString("utf8", from, to) ?? "";
}

async function objectAt(storage: ObjectStore, key: string): Promise<Buffer | null> {
  const cache = caches.get(storage) ?? { objects: new Map<string, Buffer>(), bytes: 0 };
  caches.set(storage, cache);
  const known = cache.objects.get(key);
  if (known !== undefined) {
    // Re-inserted, because a map iterates in order of insertion and the oldest is dropped.
    cache.objects.delete(key);
    cache.objects.set(key, known);
    return known;
  }
  const object = await storage.getBytes(key);
  if (object === null) return null;
  cache.objects.set(key, object);
  cache.bytes += object.length;
  for (const [oldest, old] of cache.objects) {
    if (cache.bytes <= CACHE_BYTES) break;
    cache.objects.delete(oldest);
    cache.bytes -= old.length;
  }
  return object;
}
