import { defineJob, type Job } from "@/lib/jobs";
import type { Logger } from "@/lib/platform/logger";
import type { TaskQueue } from "@/lib/tasks";
import { createScheduler, type RoundReport } from "./scheduler";
import type { Engine } from "./steps";

/** The name of the job without which a scheduler is of no use. */
export const SCHEDULING = "scheduling";
const TICK_MS = 1_000;
/** More than all steps of a round together, each at its limit: a round ends by itself. */
const ROUND_MS = 150_000;

/**
 * One job, and not one a step: a round hands on from step to step, so that a run that is due is made, started, queued and
 * handed over at once. Within a round no step and no item keeps another from its turn.
 */
export function schedulingJob(
  deps: Engine,
  { queue, wake, log }: { queue: TaskQueue; wake: NonNullable<Job["wake"]>; log: Logger },
): Job {
  const scheduler = createScheduler(deps, queue);
  return defineJob({
    name: SCHEDULING,
    everyMs: TICK_MS,
    timeoutMs: ROUND_MS,
    scope: "everywhere",
    // The tick is how it is noticed that a store is back: it keeps its pace through an outage.
    retry: { firstMs: TICK_MS, mostMs: TICK_MS },
    wake,
    async run({ reason }) {
      const report = await (reason === "woken" ? scheduler.startNow() : scheduler.tick());
      // An item that fails is its author's matter; the process is well.
      for (const error of report.failures) log.warn({ err: error }, "the scheduler goes on without an item");
      refuseBroken(report);
      return report.more ? "again" : undefined;
    },
  });
}

function refuseBroken({ broken }: RoundReport): void {
  if (broken.length === 1) throw broken[0];
  if (broken.length > 1) throw new AggregateError(broken, `${broken.length} steps of a round failed`);
}
