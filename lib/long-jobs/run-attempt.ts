import { nudgeReaders } from "@/lib/events";
import { sentenceOf } from "@/lib/jobs";

import type { Deps } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { wasSilent } from "@/lib/platform/db/connections";
import { isStoreFault } from "@/lib/platform/store-fault";
import { ctxOf } from "./actor";
import type { AnyLongJob } from "./define-long-job";
import { type CameBack, endingOf, type Stop, waitBeforeNextMs } from "./ending";
import { createReporter } from "./reporter";
import { type ClaimedRow, type End, end, release, writeProgress } from "./repository/leases";

const MOST_RESULT_BYTES = 64 * 1024;

/** What asks an attempt to stop; the first reason counts. */
export type Brake = { signal: AbortSignal; stop(why: Stop): void; why(): Stop | null };

export function createBrake(): Brake {
  const abort = new AbortController();
  let first: Stop | null = null;
  return {
    signal: abort.signal,
    stop(why) {
      if (first !== null) return;
      first = why;
      abort.abort(new Error(`The long job stops: ${why}`));
    },
    why: () => first,
  };
}

/** Runs one attempt to whatever end it has, and writes that. Never throws: what is not written is found by the lease. */
export async function runAttempt(deps: Deps, kind: AnyLongJob, row: ClaimedRow, brake: Brake): Promise<void> {
  const sql = poolSql(deps.db.pool);
  const tell = () => nudgeReaders(deps.redis);
  const reporter = createReporter(row.progress, {
    async write(report) {
      const isOurs = await writeProgress(sql, row, report);
      tell();
      return isOurs;
    },
    lost: () => brake.stop("lost"),
  });
  tell();
  const came = await outcomeOf(deps, kind, row, brake, reporter.report);
  try {
    await reporter.flush();
    reporter.stop();
    const isOurs = await write(came);
    if (!isOurs) deps.log.warn({ long_job: row.id }, "a long job came back after its lease was lost");
  } catch (error) {
    deps.log.warn(
      { long_job: row.id, err: error },
      "the end of a long job was not written; its lease ends it",
    );
  }
  tell();

  function write({ back, result, error }: Came): Promise<boolean> {
    const ending = endingOf(back);
    switch (ending) {
      case "succeeded":
        return end(sql, row, { state: "succeeded", result });
      case "cancelled":
        return end(sql, row, { state: "cancelled" });
      case "failed":
        return end(sql, row, failedBy(error));
      case "later":
        return release(sql, row, {
          waitMs: waitBeforeNextMs(row.failures + 1),
          failed: sentenceOf(error),
        });
      case "released":
        return release(sql, row, { waitMs: 0, failed: null });
      case "gone":
        return Promise.resolve(false);
      default:
        return ending satisfies never;
    }
  }
  function failedBy(error: unknown): End {
    deps.log.warn({ long_job: row.id, kind: row.kind, err: error }, "a long job failed");
    return { state: "failed", error: sentenceOf(error) };
  }
}

type Came = { back: CameBack; result: string; error: unknown };

async function outcomeOf(
  deps: Deps,
  kind: AnyLongJob,
  row: ClaimedRow,
  brake: Brake,
  progress: ReturnType<typeof createReporter>["report"],
): Promise<Came> {
  try {
    const ctx = ctxOf(deps, row.actor);
    const result = await kind.resume(row, { ctx, signal: brake.signal, progress });
    return { back: { how: "returned" }, result: resultText(result), error: null };
  } catch (error) {
    const { failures } = row;
    const back: CameBack = {
      how: "threw",
      stop: brake.why(),
      isStoreFault: isStoreFault(error) || wasSilent(error),
      failures,
    };
    return { back, result: "null", error };
  }
}

function resultText(result: unknown): string {
  const text = JSON.stringify(result ?? null);
  if (Buffer.byteLength(text) > MOST_RESULT_BYTES)
    throw new Error(`A result may have ${MOST_RESULT_BYTES} bytes; store what is larger as an object`);
  return text;
}
