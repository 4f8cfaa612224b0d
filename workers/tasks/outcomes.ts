import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import type { Logger } from "@/lib/platform/logger";
import { type FinishInput, type FinishResult, finishAttempt, finishTogether, type Taker } from "@/lib/runs";
import { createFinisher } from "./finisher";
import type { Spool } from "./spool";

const LONGEST_PAUSE_MS = 5_000;

/**
 * Saves what came of an attempt, however long the database is away: it is tried again, and meanwhile it lies on disk,
 * from where the next worker takes it should this one be gone. The lease decides what it is still worth then.
 */
export type Outcomes = {
  /** Null: given up because of `signal`; it stays on disk. */
  save(runId: string, input: FinishInput): Promise<FinishResult | null>;
  /** Delivers what earlier workers left. */
  deliverLeft(): Promise<void>;
};

export function createOutcomes(deps: {
  pool: pg.Pool;
  spool: Spool;
  log: Logger;
  signal: AbortSignal;
  /** Who goes on with what an end has made ready; null: it all goes through the queue. */
  taker(): Taker | null;
}): Outcomes {
  const { pool, spool, log, signal } = deps;
  const together = createFinisher((inputs) => finishTogether(pool, inputs, deps.taker()));

  /** What an earlier worker left does not say of which run it is, and goes alone. */
  async function save(runId: string | null, input: FinishInput, kept: boolean): Promise<FinishResult | null> {
    let onDisk = kept;
    for (let tries = 1; ; tries++) {
      try {
        const done = await (runId === null ? finishAttempt(pool, input) : together(runId, input));
        if (onDisk) await spool.drop(input.attemptId);
        return done;
      } catch (error) {
        log.warn({ err: error, attempt_id: input.attemptId, tries }, "an outcome was not saved yet");
        if (!onDisk) {
          onDisk = await spool.keep(input.attemptId, input).then(
            () => true,
            (cause: unknown) => {
              log.warn({ err: cause, attempt_id: input.attemptId }, "an outcome is kept in memory only");
              return false;
            },
          );
        }
        if (signal.aborted) return null;
        await pause(Math.min(LONGEST_PAUSE_MS, 200 * tries), undefined, { signal }).catch(() => {});
      }
    }
  }

  return {
    save: (runId, input) => save(runId, input, false),
    async deliverLeft() {
      for (const name of await spool.names()) {
        const input = await spool.read(name).then(finishInput, () => null);
        if (!input) {
          log.warn({ name }, "an outcome on disk is not readable; it is left there");
          continue;
        }
        const done = await save(null, input, true);
        if (!done) return;
        log.info(
          { attempt_id: input.attemptId, applied: done.applied },
          "delivered what an earlier worker left",
        );
      }
    },
  };
}

/** The guarantee: files of the spool were written whole, from a FinishInput, by a worker of this installation. */
function finishInput(value: unknown): FinishInput {
  if (typeof value !== "object" || value === null || !("attemptId" in value))
    throw new Error("not an outcome");
  return value as FinishInput;
}
