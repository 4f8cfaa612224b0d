import { existsSync } from "node:fs";
import { defineJob, type Job } from "@/lib/jobs";
import type { Ctx } from "@/lib/platform/context";
import { createLoader, type Loader } from "./loader";
import { watchFolder } from "./watch-folder";

/** Notices what the operating system's notices miss: deeper folders, network disks, containers. */
const POLL_MS = 1_000;
/** A folder of hundreds of files that all changed, each of them a process for seconds. */
const LOOK_MS = 30 * 60_000;

/**
 * Looks at the folder whenever it changes, and once a second anyway. One process at a time: two with unlike folders would
 * undo each other's work. `load` makes what looks, once.
 */
export function folderJob(root: string, load: (ctx: Ctx) => Loader = (ctx) => createLoader(ctx, root)): Job {
  let loader: Loader | undefined;
  let watched: ReturnType<typeof watchFolder> | undefined;
  return defineJob({
    name: "pipelines-folder",
    everyMs: POLL_MS,
    timeoutMs: LOOK_MS,
    scope: "one at a time",
    actor: "pipelines folder",
    // A change is live within two seconds, also while another file fails.
    retry: { firstMs: POLL_MS, mostMs: POLL_MS },
    wake(rouse) {
      watched = watchFolder(root, rouse);
      return watched.close;
    },
    async run({ ctx, signal }) {
      if (!loader && !existsSync(root)) ctx.log.warn({ folder: root }, "there is no pipelines folder");
      loader ??= load(ctx);
      // Before the look: what changes after it rouses the job again.
      await watched?.refresh();
      await loader.look(signal);
      return undefined;
    },
  });
}
