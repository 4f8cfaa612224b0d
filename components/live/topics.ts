import type { QueryKey } from "@tanstack/react-query";

/** As published by the server on /api/v1/events: ids only, the page reads the rest again. */
export type LiveEvent = {
  topic: string;
  id: string;
  dag_id?: string | undefined;
  run_id?: string | undefined;
};

/**
 * What to read again when something changed. First key words are the topics' nouns, so a domain gets live updates
 * by naming its query keys ["runs", ...], ["pipelines", ...] and so on; keys with an id in second place are only
 * read again when the event names that id.
 */
const AREAS: Record<string, readonly string[]> = {
  run: ["runs", "pipelines", "home", "backfills", "pools", "run_artifacts"],
  task: ["runs", "pipelines", "home", "pools", "run_artifacts"],
  pipeline: ["pipelines", "home"],
  import_error: ["pipelines", "home"],
  backfill: ["backfills", "pipelines"],
  artifact: ["artifacts", "run_artifacts"],
  worker: ["workers"],
  session: ["team"],
  log: ["logs"],
  setting: ["variables", "connections", "pools", "retention"],
};

export function isStale(event: LiveEvent, key: QueryKey): boolean {
  if (event.topic === "reset") return true;
  const [area, id] = key;
  if (typeof area !== "string" || AREAS[event.topic]?.includes(area) !== true) return false;
  if (typeof id !== "string" || !isId(id)) return true;
  return id === event.id || id === event.run_id || id === event.dag_id;
}

/** Ids of ours are "run_01J..."; pipelines are known by their names, which is why lists say "list" and not nothing. */
function isId(part: string): boolean {
  return part !== "list" && part !== "detail" && part !== "summary";
}
