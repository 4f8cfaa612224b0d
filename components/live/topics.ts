import type { QueryKey } from "@tanstack/react-query";

/** As sent by /api/v1/events: ids only; pages refetch the rest. */
export type LiveEvent = {
  topic: string;
  id: string;
  dag_id?: string | undefined;
  run_id?: string | undefined;
  attempt_id?: string | undefined;
};

/**
 * Query keys that an event makes stale. A key starts with the noun of a topic, so a domain gets live updates by naming
 * its keys ["runs", ...] or ["pipelines", ...]. A key with an id in second place is stale only when the event names
 * that id. ["experiments", "run", id] is a run of an experiment.
 */
const AREAS: Record<string, readonly string[]> = {
  run: ["runs", "pipelines", "home", "backfills", "pools", "run_artifacts"],
  task: ["runs", "pipelines", "home", "pools", "run_artifacts"],
  pipeline: ["pipelines", "home"],
  import_error: ["pipelines", "home"],
  backfill: ["backfills", "pipelines"],
  artifact: ["artifacts", "run_artifacts"],
  worker: ["workers"],
  long_job: ["long_jobs", "materializations", "training_sets"],
  session: ["team"],
  log: ["logs"],
  experiment: ["experiments"],
  experiment_run: ["experiments"],
  experiment_log: ["experiments"],
  model: ["models"],
  alert: ["alerts"],
  setting: ["variables", "connections", "pools", "retention"],
};

export function isStale(event: LiveEvent, key: QueryKey): boolean {
  if (event.topic === "reset") return true;
  const [area, id] = key;
  if (typeof area !== "string" || AREAS[event.topic]?.includes(area) !== true) return false;
  // An experiment stands for its runs, of which the page of one does not know here whose it is.
  if (area === "experiments" && id === "run") return event.topic === "experiment" || key[2] === event.id;
  // What a run logs changes no list of experiments.
  if (typeof id !== "string" || !isId(id)) return event.topic !== "experiment_log";
  return id === event.id || id === event.run_id || id === event.dag_id;
}

/** Our ids look like "run_01J...", but pipelines have names, so lists have "list" in the id's place. */
function isId(part: string): boolean {
  return part !== "list" && part !== "detail" && part !== "summary";
}
