import type { ObjectStore } from "@/lib/platform/storage";

/** A stored chunk never changes, and a reader scrolls over the same ones: this much of them stays in memory. */
const CACHE_BYTES = 32 * 1024 * 1024;
/** Reads at once: a talkative task's page is a hundred small objects, and one after another they would take seconds. */
const PARALLEL = 16;

type Cache = { texts: Map<string, string>; bytes: number };
const caches = new WeakMap<ObjectStore, Cache>();

/** The texts of these objects, in order; one that is gone is empty. */
export async function chunkTexts(storage: ObjectStore, keys: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (let at = 0; at < keys.length; at += PARALLEL) {
    const some = keys.slice(at, at + PARALLEL);
    found.push(...(await Promise.all(some.map((key) => chunkText(storage, key)))));
  }
  return found;
}

async function chunkText(storage: ObjectStore, key: string): Promise<string> {
  const cache = caches.get(storage) ?? { texts: new Map<string, string>(), bytes: 0 };
  caches.set(storage, cache);
  const known = cache.texts.get(key);
  if (known !== undefined) {
    // Back to the end of the line: a map gives its keys in the order they were put in.
    cache.texts.delete(key);
    cache.texts.set(key, known);
    return known;
  }
  const text = (await storage.getBytes(key))?.toString("utf8");
  if (text === undefined) return "";
  cache.texts.set(key, text);
  cache.bytes += text.length;
  for (const [oldest, old] of cache.texts) {
    if (cache.bytes <= CACHE_BYTES) break;
    cache.texts.delete(oldest);
    cache.bytes -= old.length;
  }
  return text;
}
