import type { RunFile } from "@/lib/experiments/schema";

export type FileEntry = {
  path: string;
  isFolder: boolean;
  /** Of each side; null where that side has none. */
  sizes: readonly [number | null, number | null];
  /** Who has it. The same size says nothing about what is in it. */
  where: "both" | "first" | "second";
};

/** One folder of two runs as one list: folders first, then by name. */
export function mergedFiles(first: readonly RunFile[], second: readonly RunFile[]): FileEntry[] {
  const sides = [first, second].map(
    (files) => new Map(files.map((file) => [`${file.is_folder ? "d" : "f"}${file.path}`, file])),
  );
  const keys = [...new Set(sides.flatMap((side) => [...side.keys()]))].sort();
  return keys.flatMap((key): FileEntry[] => {
    const [one, other] = sides.map((side) => side.get(key));
    const known = one ?? other;
    if (!known) return [];
    return [
      {
        path: known.path,
        isFolder: known.is_folder,
        sizes: [one?.size_bytes ?? null, other?.size_bytes ?? null],
        where: one && other ? "both" : one ? "first" : "second",
      },
    ];
  });
}

/** "a/b/c" has the folders "a" and "a/b". */
export function foldersOf(path: string): string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, at) => parts.slice(0, at + 1).join("/"));
}
