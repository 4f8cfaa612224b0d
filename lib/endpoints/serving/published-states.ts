import { hostname } from "node:os";
import type { Redis } from "ioredis";
import type { Deps } from "@/lib/platform/context";
import { newId } from "@/lib/platform/ids";
import { MODEL_STATES } from "../keys";
import type { ModelState, WarmModels } from "../runtime/warm-models";

type Published = { at: number; models: [key: string, state: ModelState][] };
/** Of one model over all processes. */
export type SharedState = ModelState & { processes: number };

const EVERY_MS = 5_000;
/** A process that said nothing for so long is gone; clocks of machines differ by less. */
const HEARD_MS = 30_000;
/** And after so long nobody remembers it. */
const KEPT_MS = 3_600_000;

/** Tells all pages what this process knows of its models, now and then. A Redis that is away is told later. */
export function keepPublishing({ redis, clock }: Pick<Deps, "redis" | "clock">, models: WarmModels) {
  const process = `${hostname()}:${newId("req")}`;
  const publish = () => {
    const said: Published = { at: clock.now().getTime(), models: models.states() };
    redis.hset(MODEL_STATES, process, JSON.stringify(said)).catch(() => {});
  };
  const timer = setInterval(publish, EVERY_MS).unref();
  return {
    publish,
    stop: () => {
      clearInterval(timer);
      redis.hdel(MODEL_STATES, process).catch(() => {});
    },
  };
}

/** By the key of a model. One process that has it warm is enough to be ready. */
export async function sharedStates(redis: Redis, now: Date): Promise<Map<string, SharedState>> {
  const states = new Map<string, SharedState>();
  for (const [process, text] of Object.entries(await redis.hgetall(MODEL_STATES))) {
    const { at, models } = publishedIn(text);
    const silentMs = now.getTime() - at;
    if (silentMs > KEPT_MS) redis.hdel(MODEL_STATES, process).catch(() => {});
    if (silentMs > HEARD_MS) continue;
    for (const [key, state] of models) states.set(key, stronger(states.get(key), state));
  }
  return states;
}

const RANK = { ready: 2, loading: 1, failed: 0 } as const;

function stronger(before: SharedState | undefined, next: ModelState): SharedState {
  if (!before || RANK[next.state] > RANK[before.state]) return { ...next, processes: 1 };
  return next.state === before.state ? { ...before, processes: before.processes + 1 } : before;
}

/** The guarantee: only keepPublishing writes there. What another release wrote differently is nothing. */
function publishedIn(text: string): Published {
  const { at, models } = JSON.parse(text) as Partial<Published>;
  return { at: at ?? 0, models: Array.isArray(models) ? models : [] };
}
