import { databaseNow } from "@/lib/platform/db";
import type { TaskQueue } from "@/lib/tasks";
import { makeDueRuns } from "./due-runs";
import { createScheduler, type RoundReport } from "./scheduler";
import type { Engine } from "./steps";
import { createStepRunner } from "./turn";

/** For tests: single rounds of a new scheduler, which throw their failures. */

const PATIENT = { budgetMs: 60_000, limitMs: 60_000 };

export async function tick(deps: Engine, queue: TaskQueue, at?: Date): Promise<void> {
  const now = async () => at ?? (await databaseNow(deps.db.pool));
  throwAny(await createScheduler(deps, queue, { now, limits: PATIENT }).tick());
}

export async function createDueRuns(deps: Engine, now: Date): Promise<void> {
  const step = { name: "making due runs", run: makeDueRuns.bind(null, deps, now) };
  const { failures } = await createStepRunner(PATIENT)(step);
  throwAny({ failures, broken: [] });
}

function throwAny({ failures, broken }: Pick<RoundReport, "failures" | "broken">): void {
  const errors = [...broken, ...failures];
  if (errors.length > 0) throw errors.length === 1 ? errors[0] : new AggregateError(errors, "Steps failed");
}
