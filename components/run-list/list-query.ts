import type { RunsSearch } from "@/components/runs/runs-href";
import type { QueryValue } from "@/lib/client/api";
import { boundsOf } from "./period";
import type { ListFilter } from "./use-list-view";

/** The filter in the words of the API, at `now`. */
export function apiFilter(filter: ListFilter, zone: string, now: Date): Record<string, QueryValue> {
  const started = boundsOf(filter, zone, now);
  const logical = boundsOf({ when: null, from: filter.lfrom, to: filter.lto }, zone, now);
  return {
    q: filter.q,
    state: filter.state,
    dag_id: filter.pipeline,
    run_type: filter.type,
    tag: filter.tag,
    triggered_by: filter.by,
    backfill_id: filter.backfill,
    version: filter.version,
    started_from: started.from,
    started_before: started.before,
    logical_from: logical.from,
    logical_before: logical.before,
  };
}

/** The same for task instances. */
export function apiTaskFilter(filter: ListFilter, zone: string, now: Date): Record<string, QueryValue> {
  const { task: task_id, worker: worker_id, queue, pool } = filter;
  return { ...apiFilter(filter, zone, now), task_id, worker_id, queue, pool };
}

/** The filter as a search for a link. */
export function addressOf(filter: ListFilter): RunsSearch {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== null));
}
