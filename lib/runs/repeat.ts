import { isDeepStrictEqual } from "node:util";
import { ConflictError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import type { NamedRun } from "./repository";

/** A trigger's input, with the defaults filled in. */
export type Asked = { runKey: string | null; logicalDate: Date | null; params: Record<string, unknown> };

/**
 * Returns the run that a repeated trigger made (same key, logical date and parameters), or null for a new run. Throws a
 * ConflictError when another run has the key or the date.
 */
export function repeated(named: readonly NamedRun[], asked: Asked): NamedRun | null {
  const byKey = named.find((run) => run.runKey === asked.runKey);
  const byDate = named.find((run) => sameDate(run, asked));
  if (byDate && asked.runKey !== null && byDate !== byKey) throw dateTaken(byDate);
  if (byKey && asked.logicalDate !== null && byDate !== byKey) throw keyTaken(byKey);
  const run = byKey ?? byDate;
  if (!run) return null;
  if (!isDeepStrictEqual(run.params, asJson(asked.params))) throw otherParams(run);
  return run;
}

function sameDate({ logicalDate }: NamedRun, asked: Asked): boolean {
  return asked.logicalDate !== null && logicalDate?.getTime() === asked.logicalDate.getTime();
}

/** JSON as the database returns it. */
function asJson(params: Record<string, unknown>): unknown {
  return JSON.parse(JSON.stringify(params));
}

function dateTaken({ runKey, logicalDate }: NamedRun): ConflictError {
  const date = logicalDate?.toISOString() ?? "";
  return new ConflictError(
    `The logical date ${date} is that of the run ${JSON.stringify(runKey)}. Leave run_key out to mean that run, or choose another logical date.`,
    because("date_of_other_run", { logical_date: date, run_key: runKey }),
  );
}

function keyTaken({ runKey, logicalDate }: NamedRun): ConflictError {
  const date = logicalDate?.toISOString() ?? "none";
  return new ConflictError(
    `The run ${JSON.stringify(runKey)} has another logical date (${date}). Choose another run_key.`,
    because("key_of_other_run", { run_key: runKey, logical_date: date }),
  );
}

function otherParams({ runKey }: NamedRun): ConflictError {
  return new ConflictError(
    `The run ${JSON.stringify(runKey)} was started with other parameters. Choose another run_key or logical date for another run.`,
    because("run_of_other_params", { run_key: runKey }),
  );
}
