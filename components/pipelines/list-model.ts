import type { PipelineRow } from "@/lib/pipelines/schema";
import { isFound } from "@/lib/pipelines/values";

export const SHOWS = ["failing", "running", "active", "paused"] as const;
export type Show = (typeof SHOWS)[number];
export type ListFilter = { q: string; tag: string; show: Show | null };
export const NO_FILTER: ListFilter = { q: "", tag: "", show: null };

export const isFiltered = ({ q, tag, show }: ListFilter): boolean => q !== "" || tag !== "" || show !== null;

const IS_SHOWN: Record<Show, (row: PipelineRow) => boolean> = {
  failing: (row) => row.stale_at === null && row.last_ended?.state === "failed",
  running: (row) => row.running > 0,
  active: (row) => !row.is_paused,
  paused: (row) => row.is_paused,
};

/** The same filters in the words of `GET /pipelines`. */
export function queryOf({ q, tag, show }: ListFilter) {
  return {
    q: q || null,
    tag: tag || null,
    paused: show === "paused" ? "true" : show === "active" ? "false" : null,
    failing: show === "failing" ? "true" : null,
    running: show === "running" ? "true" : null,
  };
}

/** Filters of a list that is loaded whole. They must mean the same as those of `GET /pipelines`. */
export function filtered(rows: readonly PipelineRow[], filter: ListFilter): readonly PipelineRow[] {
  return rows.filter(
    (row) =>
      isFound(row, filter.q) &&
      (filter.tag === "" || row.tags.includes(filter.tag)) &&
      (filter.show === null || IS_SHOWN[filter.show](row)),
  );
}

/** All tags in use, and the filter's even when no pipeline has it any more, so that it can be cleared. */
export function tagsOf(inUse: readonly string[], current: string): string[] {
  return [...new Set(current === "" ? inUse : [...inUse, current])].sort();
}

export const pipelineHref = (dagId: string): string => `/pipelines/${encodeURIComponent(dagId)}`;

/** A minimal pipeline file. */
export const EXAMPLE = {
  path: "pipelines/hello.yaml",
  text: `dag_id: hello
schedule: "@daily"
tasks:
  - task_id: greet
    kind: bash
    command: [echo, hello]
`,
};
