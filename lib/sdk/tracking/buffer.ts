export type Metric = { key: string; value: number | string; timestamp: number; step: number };
export type Pair = { key: string; value: string };
export type Batch = { metrics: Metric[]; params: Pair[]; tags: Pair[] };

/** What the protocol takes in one message. */
export const MOST = { metrics: 1_000, params: 100, tags: 100, all: 1_000 } as const;

const FLUSH_AFTER_MS = 1_000;

/**
 * Holds what a run logs and sends it in batches, one after the other: when there is a full one, a second after the first
 * of it came, and when `flush` is called. What goes wrong meanwhile is thrown by the next `flush`.
 */
export function createBuffer(send: (batch: Batch) => Promise<unknown>) {
  let held = empty();
  let sending: Promise<void> = Promise.resolve();
  let failed: { error: unknown } | null = null;
  let timer: NodeJS.Timeout | undefined;

  function sendHeld(): void {
    clearTimeout(timer);
    timer = undefined;
    const batches = batchesOf(held);
    held = empty();
    for (const batch of batches)
      sending = sending.then(async () => {
        await send(batch).catch((error: unknown) => {
          failed ??= { error };
        });
      });
  }

  return {
    add(more: Partial<Batch>): void {
      held.metrics.push(...(more.metrics ?? []));
      held.params.push(...(more.params ?? []));
      held.tags.push(...(more.tags ?? []));
      if (isFull(held)) sendHeld();
      // A task does not stay alive for it: who ends a run flushes.
      else timer ??= setTimeout(sendHeld, FLUSH_AFTER_MS).unref();
    },
    async flush(): Promise<void> {
      sendHeld();
      await sending;
      const problem = failed;
      failed = null;
      if (problem) throw problem.error;
    },
  };
}

function isFull({ metrics, params, tags }: Batch): boolean {
  const all = metrics.length + params.length + tags.length;
  return (
    metrics.length >= MOST.metrics ||
    params.length >= MOST.params ||
    tags.length >= MOST.tags ||
    all >= MOST.all
  );
}

/** Parts that the protocol takes, in the order in which things were logged. */
export function batchesOf({ metrics, params, tags }: Batch): Batch[] {
  const batches: Batch[] = [];
  for (let [m, p, t] = [0, 0, 0]; m < metrics.length || p < params.length || t < tags.length; ) {
    const some = { params: params.slice(p, p + MOST.params), tags: tags.slice(t, t + MOST.tags) };
    const room = MOST.all - some.params.length - some.tags.length;
    const batch = { ...some, metrics: metrics.slice(m, m + Math.min(room, MOST.metrics)) };
    [m, p, t] = [m + batch.metrics.length, p + batch.params.length, t + batch.tags.length];
    batches.push(batch);
  }
  return batches;
}

function empty(): Batch {
  return { metrics: [], params: [], tags: [] };
}
