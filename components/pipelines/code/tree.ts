import type { Change, FileRow } from "./file-changes";

export type TreeRow =
  | { kind: "folder"; path: string; name: string; depth: number; isOpen: boolean; changes: number }
  | { kind: "file"; path: string; name: string; depth: number; change: Change | null };

type Folder = { folders: Map<string, Folder>; files: FileRow[] };

/** Rows of files as a tree: folders first, and in folders that are open what is in them. */
export function treeRows(files: readonly FileRow[], isOpen: (folder: string) => boolean): TreeRow[] {
  const root: Folder = { folders: new Map(), files: [] };
  for (const file of files) {
    let at = root;
    for (const part of file.path.split("/").slice(0, -1)) {
      const known = at.folders.get(part) ?? { folders: new Map(), files: [] };
      at.folders.set(part, known);
      at = known;
    }
    at.files.push(file);
  }
  return rowsOf(root, { path: "", depth: 0 }, isOpen);
}

function rowsOf(
  folder: Folder,
  at: { path: string; depth: number },
  isOpen: (folder: string) => boolean,
): TreeRow[] {
  const folders = [...folder.folders].flatMap(([name, inner]): TreeRow[] => {
    const path = `${at.path}${name}`;
    const open = isOpen(path);
    const row: TreeRow = {
      kind: "folder",
      path,
      name,
      depth: at.depth,
      isOpen: open,
      changes: changesIn(inner),
    };
    return [row, ...(open ? rowsOf(inner, { path: `${path}/`, depth: at.depth + 1 }, isOpen) : [])];
  });
  const files = folder.files.map(
    ({ path, change }): TreeRow => ({
      kind: "file",
      path,
      name: path.slice(path.lastIndexOf("/") + 1),
      depth: at.depth,
      change,
    }),
  );
  return [...folders, ...files];
}

function changesIn(folder: Folder): number {
  const own = folder.files.filter(({ change }) => change !== null).length;
  return [...folder.folders.values()].reduce((sum, inner) => sum + changesIn(inner), own);
}

/** What is looked at first: the definition; in a comparison, a file that changed. Null: the stored spec. */
export function firstFile(
  definition: string | null,
  files: readonly FileRow[],
  isCompared: boolean,
): string | null {
  const changed = files.filter(({ change }) => change !== null);
  if (!isCompared || changed.length === 0 || changed.some(({ path }) => path === definition))
    return definition;
  return changed[0]?.path ?? definition;
}
