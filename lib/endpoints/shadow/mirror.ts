import type { NamedTensor } from "../runtime/tensor";
import { type Live, type LiveDeps, modelOf, type ServedModel } from "../serving/live";
import type { Routing, Target } from "../serving/routing";
import { differences } from "./compare";
import { countPair } from "./keep-counts";

/** Copies that wait for their shadow at once in this process; more are dropped and counted. */
const MOST_WAITING = 32;
let waiting = 0;

/** A request that was answered, and how another model is asked the same. */
export type Answered = {
  live: Live;
  feedsFor: (model: ServedModel) => NamedTensor[];
  outputs: readonly NamedTensor[];
  rows: number;
  tookMs: number;
};

/**
 * Asks the shadow what the live variant has just answered, and counts how far they agree. The caller's answer is on its way
 * meanwhile: nothing here is waited for, and nothing that goes wrong here is its business.
 */
export function mirror(deps: LiveDeps, { shadow }: Routing, answered: Answered): void {
  if (!shadow?.target.version || Math.random() * 100 >= shadow.percent) return;
  const { endpoint, variant, version } = answered.live;
  const pair = {
    endpoint: endpoint.id,
    liveVariant: variant.number,
    liveVersion: version.version,
    shadowVariant: shadow.target.variant.number,
    shadowVersion: shadow.target.version.version,
  };
  if (waiting >= MOST_WAITING) {
    countPair(deps, pair, { dropped: 1 });
    return;
  }
  waiting += 1;
  setImmediate(async () => {
    try {
      countPair(deps, pair, await compared(deps, shadow.target, answered));
    } catch {
      // A model that does not answer is in the log already, once for each try.
      countPair(deps, pair, { failed: 1 });
    } finally {
      waiting -= 1;
    }
  });
}

async function compared(
  deps: LiveDeps,
  target: Target,
  { live: { endpoint }, feedsFor, outputs, rows, tookMs }: Answered,
) {
  const model = await modelOf(deps, endpoint, target);
  const names = new Set(outputs.map(({ name }) => name));
  const run = {
    feeds: feedsFor(model),
    outputs: model.ports.outputs.map(({ name }) => name).filter((name) => names.has(name)),
  };
  const began = performance.now();
  const made = await model.ask({ run, rows, deadlineMs: endpoint.deadlineMs });
  const shadowMs = performance.now() - began;
  return {
    compared: 1,
    liveMs: tookMs,
    shadowMs,
    slowerSquares: (shadowMs - tookMs) ** 2,
    outputs: differences(outputs, made, rows),
  };
}
