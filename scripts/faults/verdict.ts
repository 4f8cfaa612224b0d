import type { Ctx } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { getRun } from "@/lib/runs";
import { brokenInvariants } from "@/lib/testing/invariants";
import { expectedStates } from "@/lib/testing/random-dag";
import type { Sink } from "./sink";
import type { Workload } from "./workload";

const RAN = new Set(["success", "failed", "skipped"]);

/** All violations, as messages. */
export async function problemsOf(ctx: Ctx, sink: Sink, work: readonly Workload[]): Promise<string[]> {
  const problems = await brokenInvariants(poolSql(ctx.db.pool));
  for (const { runId, dagId, tasks } of work) {
    const run = await getRun(ctx, { run_id: runId });
    const expected = expectedStates(tasks);
    if (run.state !== expected.run)
      problems.push(`${dagId} is ${run.state}, the reference says ${expected.run}`);
    for (const task of run.tasks) {
      const name = `${dagId}.${task.task_id}`;
      const should = expected.tasks[task.task_id];
      if (task.state !== should) problems.push(`${name} is ${task.state}, the reference says ${should}`);
      const effect = sink.effectOf(runId, task.task_id);
      const ran = RAN.has(task.state) && task.attempts.length > 0;
      if (!ran && effect) problems.push(`${name} never ran and has an effect`);
      const last = task.attempts.find(({ id }) => id === task.current_attempt_id);
      // A child killed in its last try may have had no effect; that of an earlier try then stays.
      const wasKilled = task.state === "failed" && last !== undefined && last.signal !== null;
      if (ran && !wasKilled && effect?.attemptId !== task.current_attempt_id)
        problems.push(
          `${name} ended by attempt ${task.current_attempt_id}, its effect is of ${effect?.attemptId}`,
        );
      if (effect && effect.times !== 1) problems.push(`${name} has its effect ${effect.times} times`);
    }
  }
  return problems;
}
