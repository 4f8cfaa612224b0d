import { queryOptions } from "@tanstack/react-query";
import { pipelineQueries } from "@/components/pipelines/queries";
import { runQueries } from "@/components/runs/queries";
import type { LogRecordView } from "@/lib/log-records/schema";
import type { VersionDetail } from "@/lib/pipelines/schema";
import type { RunDetail } from "@/lib/runs/schema";
import { ranWith } from "@/lib/runs/values";

/** The try of a task that a record speaks of. */
export type TaskRef = { dagId: string; runId: string; taskId: string; number: number };
export type Inputs = { params: unknown; upstream: { taskId: string; result: unknown }[] };

export function taskRefOf({ attributes }: Pick<LogRecordView, "attributes">): TaskRef | null {
  const { pipeline, run, task, attempt } = attributes;
  if (typeof pipeline !== "string" || typeof run !== "string" || typeof task !== "string") return null;
  const number = Number(attempt);
  return Number.isSafeInteger(number) && number > 0
    ? { dagId: pipeline, runId: run, taskId: task, number }
    : null;
}

/** What a try was given: the parameters with which it ran, and the results of the tasks that it depends on. */
function inputsOf(run: RunDetail, ref: TaskRef, tasks: VersionDetail["spec"]["tasks"]): Inputs {
  const tries = run.tasks.filter(({ task_id }) => task_id === ref.taskId).flatMap(({ attempts }) => attempts);
  const attempt = tries.find(({ number }) => number === ref.number);
  const before = tasks.find(({ task_id }) => task_id === ref.taskId)?.depends_on ?? [];
  return {
    params: attempt ? ranWith(run, attempt.clear_number).params : run.params,
    upstream: run.tasks
      .filter(({ task_id, result }) => before.includes(task_id) && result !== null && result !== undefined)
      .map(({ task_id, result }) => ({ taskId: task_id, result })),
  };
}

export const inputsQueries = {
  ofTask: (ref: TaskRef) =>
    queryOptions({
      queryKey: ["runs", ref.runId, "inputs", ref],
      queryFn: async ({ client }) => {
        const run = await client.fetchQuery(runQueries.detail(ref.runId));
        const tries = run.tasks
          .filter(({ task_id }) => task_id === ref.taskId)
          .flatMap(({ attempts }) => attempts);
        const version = tries.find(({ number }) => number === ref.number)?.version ?? run.version;
        const { spec } = await client.fetchQuery(pipelineQueries.version(ref.dagId, version));
        return inputsOf(run, ref, spec.tasks);
      },
    }),
};
