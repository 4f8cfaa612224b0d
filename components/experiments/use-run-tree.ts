"use client";
import { useQueries } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { TrainingRunRow } from "@/lib/experiments/schema";
import { experimentQueries, type RunsFilter } from "./queries";

/** A run at its place in the tree. `isOpen` is null where it has nothing beneath. */
export type ListedRun = TrainingRunRow & { depth: number; isOpen: boolean | null; beneath: number };

/** Runs with those within them beneath, where a person opened them. */
export function useRunTree(
  experimentId: string,
  search: RunsFilter,
  rows: readonly TrainingRunRow[] | undefined,
) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const isTree = search.roots === true;
  const parents = useMemo(() => [...open], [open]);
  const within = useQueries({
    queries: parents.map((parent) => experimentQueries.part(experimentId, search, { parent })),
    combine: (results) => results.map(({ data }) => data?.data),
  });
  const tree = useMemo(() => {
    const childrenOf = new Map(parents.map((id, at) => [id, within[at]]));
    return rows?.flatMap((run) => placed(run, 0, childrenOf, isTree, new Set()));
  }, [rows, parents, within, isTree]);
  const toggle = (id: string) =>
    setOpen((old) => new Set(old.has(id) ? [...old].filter((one) => one !== id) : [...old, id]));
  return { tree, toggle };
}

/** A run that is within itself is shown once. */
function placed(
  run: TrainingRunRow,
  depth: number,
  childrenOf: ReadonlyMap<string, readonly TrainingRunRow[] | undefined>,
  isTree: boolean,
  above: ReadonlySet<string>,
): ListedRun[] {
  const isOpen = isTree && run.children > 0 && !above.has(run.id) ? childrenOf.has(run.id) : null;
  const children = isOpen === true ? (childrenOf.get(run.id) ?? []) : [];
  const beneath = new Set([...above, run.id]);
  return [
    { ...run, depth, isOpen, beneath: children.length },
    ...children
      .filter(({ id }) => !above.has(id))
      .flatMap((child) => placed(child, depth + 1, childrenOf, isTree, beneath)),
  ];
}
