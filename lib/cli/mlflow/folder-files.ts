import { createReadStream, type Dirent } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { metaOf } from "./folder-values";
import type { SourceFile } from "./shapes";

const MOST_DEPTH = 64;
/** A tag or parameter is a file; one that is longer is none. A dataset's profile is the greatest that a meta.yaml holds. */
const MOST_OF_A_VALUE = 2 * 1024 * 1024;
const MOST_OF_A_META = 64 * 1024 * 1024;

type Entry = { name: string; kind: "file" | "folder" };

/** Names in a folder, in their order; none where there is no folder. Links are not followed: they may lead anywhere. */
async function entriesOf(folder: string): Promise<Entry[]> {
  const found = await readdir(folder, { withFileTypes: true }).catch(unlessMissing<Dirent[]>([]));
  return found
    .flatMap((entry): Entry[] => {
      if (entry.isFile()) return [{ name: entry.name, kind: "file" }];
      return entry.isDirectory() ? [{ name: entry.name, kind: "folder" }] : [];
    })
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

export async function foldersIn(folder: string): Promise<string[]> {
  return (await entriesOf(folder)).flatMap(({ name, kind }) => (kind === "folder" ? [name] : []));
}

/** The fields of a meta.yaml; null where there is none. */
export async function metaIn(folder: string): Promise<Record<string, unknown> | null> {
  const text = await textOf(join(folder, "meta.yaml"), MOST_OF_A_META);
  return text === null ? null : metaOf(text);
}

/** Files below a folder, by their paths in it. */
export async function* filesIn(folder: string, below = "", depth = 0): AsyncGenerator<SourceFile> {
  for (const { name, kind } of await entriesOf(join(folder, below))) {
    const path = below === "" ? name : `${below}/${name}`;
    if (kind === "file") yield { path, size: (await stat(join(folder, path))).size };
    else if (depth < MOST_DEPTH) yield* filesIn(folder, path, depth + 1);
  }
}

/** Of tags and parameters: the path is the key and the content is the value. */
export async function valuesIn(folder: string): Promise<{ key: string; value: string }[]> {
  const values: { key: string; value: string }[] = [];
  for await (const { path } of filesIn(folder)) {
    const value = await textOf(join(folder, path), MOST_OF_A_VALUE);
    if (value !== null) values.push({ key: path, value });
  }
  return values;
}

export async function* linesOf(file: string): AsyncGenerator<string> {
  yield* createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
}

async function textOf(file: string, most: number): Promise<string | null> {
  const found = await stat(file).catch(unlessMissing(null));
  return found && found.size <= most ? readFile(file, "utf8") : null;
}

function unlessMissing<T>(otherwise: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return otherwise;
    throw error;
  };
}
