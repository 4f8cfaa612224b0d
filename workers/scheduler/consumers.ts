import { type Consumer, consumeNext } from "@/lib/events";
import { defineJob, type Job } from "@/lib/jobs";

/** The durable consumers of events: one that `defineConsumer` declares runs once it is listed here. */
export const CONSUMERS: readonly Consumer[] = [];

/** A nudge may be lost, and Redis may be away. */
const POLL_MS = 1_000;
/** For one page of events. */
const TIMEOUT_MS = 60_000;

/** A consumer is a job: one process at a time runs it, it is tried again when it fails, and Workers shows how it goes. */
export function consumerJob(consumer: Consumer, wake: (rouse: () => void) => () => void): Job {
  return defineJob({
    name: `events-${consumer.name}`,
    everyMs: POLL_MS,
    timeoutMs: TIMEOUT_MS,
    scope: "one at a time",
    wake,
    async run({ ctx, signal }) {
      return (await consumeNext(ctx.db.pool, consumer, signal)) ? "again" : undefined;
    },
  });
}
