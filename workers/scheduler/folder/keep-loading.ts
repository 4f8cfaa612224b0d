import { existsSync, type FSWatcher, watch } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Logger } from "@/lib/platform/logger";
import type { Loader } from "./loader";

/** Notices what the operating system's notices miss: deeper folders, network disks, containers. */
const POLL_MS = 1_000;
/** An editor writes a file in several steps. */
const SETTLE_MS = 60;

/**
 * Looks at the folder whenever it changes, and once a second anyway, until `signal`. A failed look is tried again. Where
 * another process owns the folder's pipelines this one stands by, and takes over when that one ends.
 */
export async function keepLoading(
  loader: Loader,
  root: string,
  { signal, log, isOwner }: { signal: AbortSignal; log: Logger; isOwner?: () => Promise<boolean> },
): Promise<void> {
  if (!existsSync(root)) log.warn({ folder: root }, "there is no pipelines folder");
  let rouse = () => {};
  let isChanged = false;
  const watched = watchFolder(root, () => {
    isChanged = true;
    rouse();
  });
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      rouse = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  let standsBy = false;
  const lookAsOwner = async () => {
    const isMine = isOwner === undefined || (await isOwner());
    if (standsBy === isMine)
      log.info(
        isMine ? "this process loads the pipelines folder now" : "another process loads its pipelines folder",
      );
    standsBy = !isMine;
    if (isMine) await loader.look();
  };
  signal.addEventListener("abort", () => rouse(), { once: true });
  while (!signal.aborted) {
    isChanged = false;
    await watched.refresh();
    await lookAsOwner().catch((error: unknown) =>
      log.warn({ err: error }, "the pipelines folder was not loaded"),
    );
    if (signal.aborted) break;
    if (!isChanged) await pause(POLL_MS);
    if (isChanged) await pause(SETTLE_MS);
  }
  watched.close();
}

/** The folder and the folders in it: what people edit most. Without notices (no inotify left) only the poll remains. */
function watchFolder(root: string, changed: () => void) {
  const watchers = new Map<string, FSWatcher>();
  const drop = (dir: string) => {
    watchers.get(dir)?.close();
    watchers.delete(dir);
  };
  const add = (dir: string) => {
    try {
      const watcher = watch(dir, { persistent: false }, changed);
      watcher.on("error", () => drop(dir));
      watchers.set(dir, watcher);
    } catch {}
  };
  return {
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
      for (const dir of [...watchers.keys()]) drop(dir);
    },
  };
}
