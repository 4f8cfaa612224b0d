"use client";
import { useQueries } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { RunGroup, TrainingRunRow } from "@/lib/experiments/schema";
import { experimentQueries, MOST_BENEATH, type RunsFilter } from "./queries";

/** A group, a run of one that is open, or the word that there are more of them than are shown. */
export type GroupRow =
  | { kind: "group"; id: string; group: RunGroup; isOpen: boolean }
  | { kind: "run"; id: string; run: TrainingRunRow }
  | { kind: "more"; id: string; shown: number; runs: number };

const idOf = ({ values }: RunGroup) => JSON.stringify(values);

/** Groups with the runs of those that a person opened beneath. */
export function useGroupRows(
  experimentId: string,
  search: RunsFilter,
  by: readonly string[],
  groups: readonly RunGroup[] | undefined,
) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const opened = groups?.filter((group) => open.has(idOf(group))) ?? [];
  const members = useQueries({
    queries: opened.map(({ values }) => experimentQueries.part(experimentId, search, { by, values })),
    combine: (results) => results.map(({ data }) => data?.data),
  });
  const rows = useMemo(() => {
    const runsOf = new Map(opened.map((group, at) => [idOf(group), members[at] ?? []]));
    return groups?.flatMap((group): GroupRow[] => {
      const id = idOf(group);
      const runs = runsOf.get(id) ?? [];
      const isPart = runs.length === MOST_BENEATH && group.runs > MOST_BENEATH;
      return [
        { kind: "group", id, group, isOpen: open.has(id) },
        ...runs.map((run): GroupRow => ({ kind: "run", id: `${id} ${run.id}`, run })),
        ...(isPart
          ? [{ kind: "more" as const, id: `${id} more`, shown: runs.length, runs: group.runs }]
          : []),
      ];
    });
  }, [groups, opened, members, open]);
  const toggle = (id: string) =>
    setOpen((old) => new Set(old.has(id) ? [...old].filter((one) => one !== id) : [...old, id]));
  return { rows, toggle };
}
