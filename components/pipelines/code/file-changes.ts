import type { BundleFile } from "@/lib/pipelines/schema";

export type Change = "added" | "removed" | "changed";
export type FileRow = { path: string; change: Change | null };

/** The files of a version by path. In a comparison also deleted ones, each with its change. */
export function fileRows(own: readonly BundleFile[], before: readonly BundleFile[] | null): FileRow[] {
  if (!before) return own.map(({ path }) => ({ path, change: null }));
  const old = new Map(before.map((file) => [file.path, file.sha256]));
  const kept = new Set(own.map(({ path }) => path));
  const rows: FileRow[] = own.map(({ path, sha256 }) => {
    const known = old.get(path);
    return { path, change: known === undefined ? "added" : known === sha256 ? null : "changed" };
  });
  const removed: FileRow[] = before
    .filter(({ path }) => !kept.has(path))
    .map(({ path }) => ({ path, change: "removed" }));
  return [...rows, ...removed].sort((a, b) => (a.path < b.path ? -1 : 1));
}

export type Language = "javascript" | "typescript" | "python" | "yaml" | "text";

const LANGUAGES: ReadonlyMap<string, Language> = new Map([
  ["ts", "typescript"],
  ["mts", "typescript"],
  ["cts", "typescript"],
  ["js", "javascript"],
  ["mjs", "javascript"],
  ["cjs", "javascript"],
  ["py", "python"],
  ["yaml", "yaml"],
  ["yml", "yaml"],
  // JSON is highlighted as YAML, because JavaScript reads an object as a block.
  ["json", "yaml"],
]);

export function languageOf(path: string): Language {
  return LANGUAGES.get(path.slice(path.lastIndexOf(".") + 1).toLowerCase()) ?? "text";
}
