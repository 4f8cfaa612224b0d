import * as fc from "fast-check";
import { savePipeline } from "@/lib/pipelines";
import type { Ctx } from "@/lib/platform/context";
import { triggerRun } from "@/lib/runs";
import { type PlannedTask, randomDag } from "@/lib/testing/random-dag";

/** Every third task uses this pool, which is too small for all. */
export const POOL = { name: "narrow", slots: 3 };
export const PARKED = { queue: "parked", tasks: 20 };
const TASKS = { least: 6, most: 16 };

/** Announces itself to the sink, works a while, sends its effect, and ends as planned. */
const SCRIPT = `
host=\${GWANJE_URL#*//}
say() {
  exec 3<>"/dev/tcp/\${host%%[:/]*}/$SINK_PORT" || return 1
  printf '%s %s %s %s %s\\n' "$1" "$GWANJE_RUN_ID" "$GWANJE_TASK_ID" "$GWANJE_TRY_NUMBER" "$GWANJE_ATTEMPT_ID" >&3
  read -r answer <&3
  exec 3>&-
  [ "$answer" != stale ]
}
say begin || exit 1
sleep "$SECONDS_TO_WORK"
say apply || exit 1
case "$ENDS" in
  failed) exit 1 ;;
  skipped) exit 99 ;;
  flaky) [ "$answer" != first ] ;;
esac
`;

export type Workload = { runId: string; dagId: string; tasks: PlannedTask[] };

/** The graphs of a seed, always the same. */
export function graphsOf(seed: number, count: number): PlannedTask[][] {
  return fc.sample(randomDag(TASKS.most, TASKS.least), { seed, numRuns: count });
}

export async function startWork(
  ctx: Ctx,
  sinkPort: number,
  dagId: string,
  tasks: PlannedTask[],
): Promise<Workload> {
  const spec = {
    dag_id: dagId,
    max_active_tasks: 8,
    tasks: tasks.map(({ task_id, depends_on, ends }, at) => ({
      task_id,
      depends_on,
      kind: "bash",
      command: ["bash", "-c", SCRIPT],
      // A killed child counts as the task's failure, so tasks that should succeed have spare retries.
      retries: ends === "failed" ? 1 : 5,
      retry_delay_ms: 100,
      ...(at % 3 === 0 ? { pool: POOL.name } : {}),
      env: {
        SINK_PORT: String(sinkPort),
        SECONDS_TO_WORK: (0.2 + (at % 5) * 0.4).toFixed(1),
        ENDS: ends === "success" && at % 4 === 1 ? "flaky" : ends,
      },
    })),
  };
  await savePipeline(ctx, { dag_id: dagId, spec, parent_id: null });
  const { id } = await triggerRun(ctx, { dag_id: dagId });
  return { runId: id, dagId, tasks };
}

/** Attempts in Redis that no worker takes, to check that a loss of Redis restores them. */
export async function parkWork(ctx: Ctx, dagId: string): Promise<string> {
  const tasks = Array.from({ length: PARKED.tasks }, (_, at) => ({
    task_id: `t${at}`,
    kind: "bash",
    command: ["true"],
    queue: PARKED.queue,
  }));
  const spec = { dag_id: dagId, max_active_tasks: PARKED.tasks, tasks };
  await savePipeline(ctx, { dag_id: dagId, spec, parent_id: null });
  return (await triggerRun(ctx, { dag_id: dagId })).id;
}
