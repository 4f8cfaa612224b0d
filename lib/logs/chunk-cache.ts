import type { ObjectStore } from "@/lib/platform/storage";

/** A stored chunk never changes, and a reader scrolls over the same ones: this much of them stays in memory. */
const CACHE_BYTES = 32 * 1024 * 1024;
/** Reads at once: a talkative task's page is a hundred small objects, and one after another they would take seconds. */
const PARALLEL = 16;

/** A part of an object, or all of it when `sizeBytes` is left out. */
export type Place = { key: string; from: number; sizeBytes?: number };
type Cache = { objects: Map<string, Buffer>; bytes: number };
const caches = new WeakMap<ObjectStore, Cache>();

/** The texts at these places, in order; one whose object is gone is empty. */
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
    // Back to the end of the line: a map gives its keys in the order they were put in.
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
