import type { Deps } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { readOrder, type WorkerOrder, writeSample } from "@/lib/tasks";
import { sampleBetween, type Usage, usageOf } from "./load";
import { allFacts } from "./sandbox/processes";

const LOOK_MS = 2_000;
const SAMPLE_MS = 60_000;
/** The first figure of a worker comes sooner, so that a new one is not without. */
const FIRST_SAMPLE_MS = 10_000;

type Options = {
  workerId: string;
  running: () => number;
  /** Called when the order is another one than before. */
  onOrder: (order: WorkerOrder) => void;
};

/** Reads what people want of this worker, and writes what it and its tasks use. */
export function keepInTouch(deps: Deps, { workerId, running, onOrder }: Options): { stop(): void } {
  const sql = poolSql(deps.db.pool);
  let order: WorkerOrder = "work";
  let before: Usage = usageOf(process.pid, allFacts(), performance.now());
  let looking = false;
  const look = async () => {
    if (looking) return;
    looking = true;
    try {
      const next = await readOrder(sql, workerId);
      if (next !== order) {
        order = next;
        onOrder(next);
      }
      const now = performance.now();
      if (now - before.at < SAMPLE_MS && now - began > FIRST_SAMPLE_MS + LOOK_MS) return;
      if (now - before.at < FIRST_SAMPLE_MS) return;
      const after = usageOf(process.pid, allFacts(), now);
      await writeSample(sql, workerId, sampleBetween(before, after, running()));
      before = after;
    } catch (error) {
      deps.log.debug({ err: error }, "the worker could not say what it uses");
    } finally {
      looking = false;
    }
  };
  const began = performance.now();
  const timer = setInterval(() => void look(), LOOK_MS);
  return { stop: () => clearInterval(timer) };
}
