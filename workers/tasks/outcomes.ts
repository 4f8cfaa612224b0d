import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import type { Logger } from "@/lib/platform/logger";
import { type FinishInput, type FinishResult, finishAttempt, finishTogether, type Taker } from "@/lib/runs";
import { createFinisher } from "./finisher";
import type { Spool } from "./spool";

const LONGEST_PAUSE_MS = 5_000;

/**
 * Saves the outcome of an attempt. While the database is away it retries, and keeps the outcome on disk for the next
 * worker in case this one dies. The lease then decides whether the outcome still counts.
 */
export type Outcomes = {
  /** Null when aborted by `signal`; the outcome stays on disk. */
  save(runId: string, input: FinishInput): Promise<FinishResult | null>;
  /** Saves the outcomes that earlier workers left on disk. */
  deliverLeft(): Promise<void>;
};

export function createOutcomes(deps: {
  pool: pg.Pool;
  spool: Spool;
  log: Logger;
  signal: AbortSignal;
  /** Takes a task that an end made ready; null to leave all to the queue. */
  taker(): Taker | null;
}): Outcomes {
  const { pool, spool, log, signal } = deps;
  const together = createFinisher((inputs) => finishTogether(pool, inputs, deps.taker()));

  /** Outcomes of earlier workers do not name their run, so each is saved alone. */
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

/** The guarantee: a worker of this installation wrote each file of the spool, whole, from a FinishInput. */
function finishInput(value: unknown): FinishInput {
  if (typeof value !== "object" || value === null || !("attemptId" in value))
    throw new Error("not an outcome");
  return value as FinishInput;
}
