import type { Deps } from "@/lib/platform/context";
import { type Db, poolSql } from "@/lib/platform/db";
import { isStoreFault } from "@/lib/platform/store-fault";
import { addPairAnswers, type PairAnswer } from "../repository/pair-answers";
import { addPairs } from "../repository/pairs";
import { type Pair, type PairCounts, ShadowCounts } from "./counts";

/** How long counts are in memory alone: what a process that is killed loses. */
const WRITTEN_MS = 5_000;
/** Answers that wait to be written, of up to a hundred rows each; while the database is away for long the rest is not kept. */
const MOST_ANSWERS = 5_000;

type KeepDeps = Pick<Deps, "db" | "log">;
type Kept = {
  counts: ShadowCounts;
  answers: PairAnswer[];
  timer: NodeJS.Timeout | undefined;
  writing: Promise<void>;
};
const kept = new WeakMap<Db, Kept>();

/** Counts, and writes what was counted a little later; while the database is away, when it is back. */
export function countPair(deps: KeepDeps, pair: Pair, counts: Partial<PairCounts>): void {
  const own = keptOf(deps.db);
  own.counts.add(pair, counts);
  writeLater(deps, own);
}

/** Written a little later; one that there is no room for is left out, as one that the log does not keep. */
export function keepPairAnswer(deps: KeepDeps, answer: PairAnswer): void {
  const own = keptOf(deps.db);
  if (own.answers.length >= MOST_ANSWERS) return;
  own.answers.push(answer);
  writeLater(deps, own);
}

function writeLater(deps: KeepDeps, own: Kept): void {
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
  own.writing = own.writing.then(async () => {
    await write(deps, own.counts);
    await writeAnswers(deps, own);
  });
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

async function writeAnswers({ db, log }: KeepDeps, own: Kept): Promise<void> {
  const taken = own.answers;
  if (taken.length === 0) return;
  own.answers = [];
  try {
    await addPairAnswers(poolSql(db.pool), taken);
  } catch (error) {
    const isLater = isStoreFault(error);
    if (isLater) own.answers = [...taken, ...own.answers].slice(0, MOST_ANSWERS);
    log.warn({ err: error, answers: taken.length, isLater }, "answers of shadows were not written");
  }
}

function keptOf(db: Db): Kept {
  const known = kept.get(db);
  if (known) return known;
  const made = { counts: new ShadowCounts(), answers: [], timer: undefined, writing: Promise.resolve() };
  kept.set(db, made);
  return made;
}
