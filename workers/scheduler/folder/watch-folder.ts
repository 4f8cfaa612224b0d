import { type FSWatcher, watch } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";

/** An editor writes a file in several steps. */
const SETTLE_MS = 60;

/**
 * Notices of the operating system about the folder and the folders in it: what people edit most. Without notices (no
 * inotify left) it says nothing. `changed` is called a moment after the first of several.
 */
export function watchFolder(root: string, changed: () => void) {
  const watchers = new Map<string, FSWatcher>();
  let settling: NodeJS.Timeout | undefined;
  const noticed = () => {
    settling ??= setTimeout(() => {
      settling = undefined;
      changed();
    }, SETTLE_MS);
  };
  const drop = (dir: string) => {
    watchers.get(dir)?.close();
    watchers.delete(dir);
  };
  const add = (dir: string) => {
    try {
      const watcher = watch(dir, { persistent: false }, noticed);
      watcher.on("error", () => drop(dir));
      watchers.set(dir, watcher);
    } catch {}
  };
  return {
    /** Folders come and go: before each look. */
    async refresh() {
      const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
      const wanted = new Set([
        root,
        ...entries.filter((e) => e.isDirectory()).map((e) => join(root, e.name)),
      ]);
      for (const dir of watchers.keys()) if (!wanted.has(dir)) drop(dir);
      for (const dir of wanted) if (!watchers.has(dir)) add(dir);
    },
    close() {
      clearTimeout(settling);
      for (const dir of [...watchers.keys()]) drop(dir);
    },
  };
}
