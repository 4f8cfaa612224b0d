import type { Difference } from "./compare";

/** A live variant and a shadow, each in the version that answered. */
export type Pair = {
  endpoint: string;
  liveVariant: number;
  liveVersion: number;
  shadowVariant: number;
  shadowVersion: number;
};
/** What is known of a pair: sums only, so that those of several processes are one. */
export type PairCounts = {
  /** Requests that both answered. */
  compared: number;
  failed: number;
  dropped: number;
  liveMs: number;
  shadowMs: number;
  /** Of what the shadow took longer, squared. */
  slowerSquares: number;
  outputs: Map<string, Difference>;
};
export type PairEntry = { pair: Pair; counts: PairCounts };

const MOST_PAIRS = 1_000;
const MOST_OUTPUTS = 100;
/** A model may name its outputs as it likes; the database takes no NUL. */
const STORABLE = /^[^\0]{1,300}$/;

/** Counts in memory, until they are taken to be written. */
export class ShadowCounts {
  #entries = new Map<string, PairEntry>();

  add(pair: Pair, counts: Partial<PairCounts>): void {
    const key = Object.values(pair).join(" ");
    const known = this.#entries.get(key);
    if (!known && this.#entries.size >= MOST_PAIRS) return;
    const sums = known?.counts ?? nothing();
    this.#entries.set(key, { pair, counts: sums });
    sums.compared += counts.compared ?? 0;
    sums.failed += counts.failed ?? 0;
    sums.dropped += counts.dropped ?? 0;
    sums.liveMs += counts.liveMs ?? 0;
    sums.shadowMs += counts.shadowMs ?? 0;
    sums.slowerSquares += counts.slowerSquares ?? 0;
    for (const [name, one] of counts.outputs ?? []) addOutput(sums.outputs, name, one);
  }

  /** All of it, which is then not here any more. */
  take(): PairEntry[] {
    const taken = [...this.#entries.values()];
    this.#entries = new Map();
    return taken;
  }

  /** What was taken and not written. */
  giveBack(entries: readonly PairEntry[]): void {
    for (const { pair, counts } of entries) this.add(pair, counts);
  }

  get isEmpty(): boolean {
    return this.#entries.size === 0;
  }
}

const nothing = (): PairCounts => ({
  compared: 0,
  failed: 0,
  dropped: 0,
  liveMs: 0,
  shadowMs: 0,
  slowerSquares: 0,
  outputs: new Map(),
});

function addOutput(outputs: Map<string, Difference>, name: string, one: Difference): void {
  const known = outputs.get(name);
  if (!known) {
    if (outputs.size < MOST_OUTPUTS && STORABLE.test(name)) outputs.set(name, { ...one });
    return;
  }
  known.rows += one.rows;
  known.unequal += one.unequal;
  known.values += one.values;
  known.sum += one.sum;
  known.sumAbsolute += one.sumAbsolute;
  known.sumSquares += one.sumSquares;
  known.largest = Math.max(known.largest, one.largest);
}
