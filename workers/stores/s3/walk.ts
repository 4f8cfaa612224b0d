import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { compareKeys, keyPartOf } from "./key-path";
import { nullIfMissing } from "./object-file";

export type Listed = { key: string; path: string } | { commonPrefix: string };
export type ListRequest = { prefix: string; delimiter: string; startAfter: string };

/**
 * Lists a bucket in the order of keys. Reads only folders that can contain a result: those on the way to the prefix
 * that do not end before `startAfter`. With the delimiter "/" a folder below the prefix is one result.
 */
async function* walk(folder: string, request: ListRequest, base = ""): AsyncGenerator<Listed> {
  const { prefix, delimiter, startAfter } = request;
  const entries = (await readdir(folder, { withFileTypes: true }).catch(nullIfMissing)) ?? [];
  const parts = entries
    .map((entry) => ({
      name: entry.name,
      isFolder: entry.isDirectory(),
      key: base + keyPartOf(entry.name, entry.isDirectory()),
    }))
    .sort((one, other) => compareKeys(one.key, other.key));
  for (const { name, isFolder, key } of parts) {
    const path = join(folder, name);
    if (!isFolder) {
      if (key.startsWith(prefix) && compareKeys(key, startAfter) > 0) yield { key, path };
      continue;
    }
    const canMatch = key.startsWith(prefix) || prefix.startsWith(key);
    const isBehind = compareKeys(key, startAfter) < 0 && !startAfter.startsWith(key);
    if (!canMatch || isBehind) continue;
    if (delimiter === "/" && key.startsWith(prefix) && key.length > prefix.length) {
      if (await holdsAny(path, { prefix, delimiter: "", startAfter }, key)) yield { commonPrefix: key };
    } else yield* walk(path, request, key);
  }
}

/** The same with any delimiter: keys with the same text up to its next occurrence become one result. */
export async function* list(folder: string, request: ListRequest): AsyncGenerator<Listed> {
  let lastPrefix: string | undefined;
  for await (const found of walk(folder, request)) {
    const { delimiter, prefix } = request;
    const at = "key" in found && delimiter !== "" ? found.key.indexOf(delimiter, prefix.length) : -1;
    if (!("key" in found) || at < 0) {
      yield found;
      continue;
    }
    const commonPrefix = found.key.slice(0, at + delimiter.length);
    if (commonPrefix !== lastPrefix) yield { commonPrefix };
    lastPrefix = commonPrefix;
  }
}

async function holdsAny(folder: string, request: ListRequest, base: string): Promise<boolean> {
  const first = await walk(folder, request, base).next();
  return !first.done;
}
