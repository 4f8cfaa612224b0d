import type { PipelineSummary } from "@/lib/pipelines/schema";
import { isFound } from "@/lib/pipelines/values";

export type ListFilter = { q: string; tag: string; paused: "true" | "false" | null };
export const NO_FILTER: ListFilter = { q: "", tag: "", paused: null };

export const isFiltered = ({ q, tag, paused }: ListFilter): boolean =>
  q !== "" || tag !== "" || paused !== null;

/** Filters of a list that is loaded whole. They must mean the same as those of `GET /pipelines`. */
export function filtered(rows: readonly PipelineSummary[], filter: ListFilter): readonly PipelineSummary[] {
  return rows.filter(
    (row) =>
      isFound(row, filter.q) &&
      (filter.tag === "" || row.tags.includes(filter.tag)) &&
      (filter.paused === null || row.is_paused === (filter.paused === "true")),
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
