import type { Deps } from "@/lib/platform/context";
import { type Db, poolSql } from "@/lib/platform/db";
import { isStoreFault } from "@/lib/platform/store-fault";
import { addPairs } from "../repository/pairs";
import { type Pair, type PairCounts, ShadowCounts } from "./counts";

/** How long counts are in memory alone: what a process that is killed loses. */
const WRITTEN_MS = 5_000;

type KeepDeps = Pick<Deps, "db" | "log">;
type Kept = { counts: ShadowCounts; timer: NodeJS.Timeout | undefined; writing: Promise<void> };
const kept = new WeakMap<Db, Kept>();

/** Counts, and writes what was counted a little later; while the database is away, when it is back. */
export function countPair(deps: KeepDeps, pair: Pair, counts: Partial<PairCounts>): void {
  const own = keptOf(deps.db);
  own.counts.add(pair, counts);
  if (own.timer) return;
  own.timer = setTimeout(() => {
    own.timer = undefined;
    void writePairs(deps);
  }, WRITTEN_MS);
  own.timer.unref();
}

/** Writes what was counted until now. */
export function writePairs(deps: KeepDeps): Promise<void> {
  const own = keptOf(deps.db);
  own.writing = own.writing.then(() => write(deps, own.counts));
  return own.writing;
}

async function write({ db, log }: KeepDeps, counts: ShadowCounts): Promise<void> {
  if (counts.isEmpty) return;
  const taken = counts.take();
  try {
    await addPairs(poolSql(db.pool), taken);
  } catch (error) {
    const isLater = isStoreFault(error);
    if (isLater) counts.giveBack(taken);
    log.warn({ err: error, pairs: taken.length, isLater }, "what shadows answered was not written");
  }
}

function keptOf(db: Db): Kept {
  const known = kept.get(db);
  if (known) return known;
  const made = { counts: new ShadowCounts(), timer: undefined, writing: Promise.resolve() };
  kept.set(db, made);
  return made;
}
