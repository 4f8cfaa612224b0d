import type { NamedTensor } from "../runtime/tensor";
import { type Live, type LiveDeps, modelOf, type ServedModel } from "../serving/live";
import type { Routing, Target } from "../serving/routing";
import type { Story } from "../story";
import { differences } from "./compare";
import type { Pair } from "./counts";
import { countPair, keepPairAnswer } from "./keep-counts";
import { pairedNumbers } from "./paired-numbers";

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
  story: Story;
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
      const { counts, made } = await compared(deps, shadow.target, answered);
      countPair(deps, pair, counts);
      keepNumbers(deps, pair, answered, made);
    } catch {
      // A model that does not answer is in the log already, once for each try.
      countPair(deps, pair, { failed: 1 });
    } finally {
      waiting -= 1;
    }
  });
}

/** Of answers that the log keeps, so that what came true finds both. */
function keepNumbers(
  deps: LiveDeps,
  pair: Pair,
  { outputs, rows, story }: Answered,
  made: readonly NamedTensor[],
): void {
  const rule = story.told().teller?.rule;
  if (!rule || !story.isKept) return;
  const numbers = pairedNumbers(outputs, made, rows, rule.rows);
  if (numbers) keepPairAnswer(deps, { ...pair, predictionId: story.id, ...numbers });
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
  const counts = {
    compared: 1,
    liveMs: tookMs,
    shadowMs,
    slowerSquares: (shadowMs - tookMs) ** 2,
    outputs: differences(outputs, made, rows),
  };
  return { counts, made };
}
