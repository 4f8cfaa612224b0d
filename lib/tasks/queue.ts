import { DelayedError, Queue, WaitingError, Worker } from "bullmq";
import { createBlockingRedis, createRedis, type Redis } from "@/lib/platform/redis";
import type { QueuedAttempt } from "./types";

/** Braces keep all keys of a queue in one slot of a cluster. */
const PREFIX = "{gwanje}";
/**
 * Holds the run id of the Redis server. A flush removes the key and a restart changes the id; either way everything
 * that waits is enqueued again.
 */
const EPOCH_KEY = `${PREFIX}:epoch`;
const RESTORING = "restoring";
/** A hand-over that takes longer counts as failed; the outbox still holds it. */
const ENQUEUE_MS = 2_000;
/** Delay of a message that is left to another machine, so that it does not go round in circles. */
const LATER_MS = 500;
/** A dead worker's message is delivered again after 6 to 9 s, about when its lease has expired. */
const LOCK_MS = 6_000;
const STALLED_MS = 3_000;
/** Redis serves the lowest of 1 to 2^21 first; our priorities put the highest first. */
const MIDDLE_PRIORITY = 1 << 20;

export type TaskQueue = {
  enqueue(attempts: readonly QueuedAttempt[]): Promise<void>;
  /** True when Redis may have lost data since everything was last handed over. */
  lostMemory(): Promise<boolean>;
  /** Called before everything is enqueued again; pass its result to `endRestore`. */
  beginRestore(): Promise<string>;
  /** Everything was enqueued again. Does nothing when Redis has lost its memory in between. */
  endRestore(mark: string): Promise<void>;
  close(): Promise<void>;
};

/** Redis only wakes workers: a message holds an attempt id and nothing else, and may be lost or doubled. */
export function createTaskQueue(redisUrl: string): TaskQueue {
  const connection = createRedis(redisUrl);
  const queue = taskQueueOn(connection);
  return {
    ...queue,
    async close() {
      await queue.close();
      connection.disconnect();
    },
  };
}

/** The same on a connection that the caller owns and closes. */
export function taskQueueOn(connection: Redis): TaskQueue {
  const queues = new Map<string, Queue>();
  const queueOf = (name: string) => {
    const known = queues.get(name);
    if (known) return known;
    const queue = new Queue(name, { connection, prefix: PREFIX });
    queue.on("error", () => {});
    queues.set(name, queue);
    return queue;
  };
  return {
    async enqueue(attempts) {
      // BullMQ would wait for a lost connection for ever.
      if (connection.status !== "ready") throw new Error("Redis is not connected");
      for (const [name, group] of groupByQueue(attempts))
        await within(ENQUEUE_MS, queueOf(name).addBulk(group.map(jobOf)));
    },
    async lostMemory() {
      return (await connection.get(EPOCH_KEY)) !== (await serverRun(connection));
    },
    async beginRestore() {
      const mark = await serverRun(connection);
      await connection.set(EPOCH_KEY, `${mark} ${RESTORING}`);
      return mark;
    },
    async endRestore(mark) {
      // Written only while the key is unchanged: a flush has removed it, and a restart is recognised by the run id.
      await connection.set(EPOCH_KEY, mark, "XX");
    },
    async close() {
      await Promise.allSettled([...queues.values()].map((queue) => queue.close()));
    },
  };
}

async function serverRun(connection: Redis): Promise<string> {
  return /^run_id:(\w+)/m.exec(await connection.info("server"))?.[1] ?? "unknown";
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Redis took longer than ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function jobOf({ attemptId, priority = 0 }: QueuedAttempt) {
  const clamped = Math.max(1, Math.min(2 * MIDDLE_PRIORITY - 1, MIDDLE_PRIORITY - priority));
  return {
    name: "attempt",
    data: { attemptId },
    opts: {
      // BullMQ ignores a second message with the id of one that waits or is being handled.
      jobId: `att-${attemptId}`,
      removeOnComplete: true,
      removeOnFail: true,
      priority: clamped,
    },
  };
}

export function groupByQueue<T extends QueuedAttempt>(attempts: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const attempt of attempts) {
    const group = groups.get(attempt.queue);
    if (group) group.push(attempt);
    else groups.set(attempt.queue, [attempt]);
  }
  return groups;
}

/** `done` acknowledges the message; the others return it to the queue for another worker, now or a little later. */
export type Handled = "done" | "give_back" | "give_back_later";
export type Consumer = {
  /** Takes no more messages; one that was already on its way may still arrive. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  close(): Promise<void>;
};

/**
 * Calls `handle` for each message of each queue. A message whose handler fails is acknowledged too, because the
 * scheduler enqueues every unclaimed attempt again.
 */
export function consumeAttempts(options: {
  redisUrl: string;
  queues: readonly string[];
  concurrency: number;
  handle(attemptId: string): Promise<Handled>;
  onError?(error: Error): void;
}): Consumer {
  const connections = options.queues.map(() => createBlockingRedis(options.redisUrl));
  const workers = options.queues.map((name, at) => {
    const connection = connections[at] ?? createBlockingRedis(options.redisUrl);
    const worker = new Worker<{ attemptId: string }>(
      name,
      async (job, token) => {
        const handled = await options.handle(job.data.attemptId);
        if (handled === "done") return;
        // BullMQ throws this to learn that we no longer hold the message.
        if (handled === "give_back") {
          await job.moveToWait(token);
          throw new WaitingError();
        }
        await job.moveToDelayed(Date.now() + LATER_MS, token);
        throw new DelayedError();
      },
      {
        connection,
        prefix: PREFIX,
        concurrency: options.concurrency,
        lockDuration: LOCK_MS,
        stalledInterval: STALLED_MS,
      },
    );
    worker.on("error", (error) => options.onError?.(error));
    return worker;
  });
  return {
    async pause() {
      await Promise.all(workers.map((worker) => worker.pause(true)));
    },
    async resume() {
      await Promise.all(workers.map((worker) => worker.resume()));
    },
    async close() {
      await Promise.allSettled(workers.map((worker) => worker.close(true)));
      for (const connection of connections) connection.disconnect();
    },
  };
}
