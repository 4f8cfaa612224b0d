import type { DomainEvent } from "./event";
import { keyOf } from "./repository/record";

/** More tasks of a run than these in one go are told as a change of the run. */
const MOST_TASKS_OF_RUN = 20;

/** Without what only a durable consumer needs. */
function idsOf(event: DomainEvent): DomainEvent {
  const { seq: _seq, at: _at, ...ids } = { seq: "", at: null, ...event };
  return ids;
}

/** What a browser has to hear of events that it is told together: each once, and a wide run as one. In order. */
export function coalesce(events: readonly DomainEvent[]): DomainEvent[] {
  const tasks = new Map<string, number>();
  const once = new Map(events.map((event) => [keyOf(event), idsOf(event)]));
  for (const { topic, run_id } of once.values())
    if (topic === "task" && run_id !== undefined) tasks.set(run_id, (tasks.get(run_id) ?? 0) + 1);
  const told = [...once.values()].map((event) => {
    const { topic, run_id, dag_id } = event;
    if (topic !== "task" || run_id === undefined || (tasks.get(run_id) ?? 0) <= MOST_TASKS_OF_RUN)
      return event;
    return { topic: "run" as const, id: run_id, ...(dag_id !== undefined && { dag_id }), run_id };
  });
  return [...new Map(told.map((event) => [keyOf(event), event])).values()];
}
