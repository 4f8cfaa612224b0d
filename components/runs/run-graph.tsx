"use client";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useMemo } from "react";
import { loadDagGraph, usePreloadedGraph } from "@/components/dag/load-graph";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import type { TaskInstanceView } from "@/lib/runs/schema";
import { runQueries } from "./queries";

const DagGraph = dynamic(loadDagGraph, {
  ssr: false,
  loading: () => <Skeleton className="h-60" />,
});

type RunGraphProps = {
  dagId: string;
  version: number;
  tasks: readonly TaskInstanceView[];
  selected: string | null;
  onSelect: (taskId: string) => void;
};

/** The graph of the run's version with the states of its tasks. */
export function RunGraph({ dagId, version, tasks, selected, onSelect }: RunGraphProps) {
  const pinned = useQuery(runQueries.version(dagId, version));
  usePreloadedGraph();
  const states = useMemo(() => new Map(tasks.map((task) => [task.task_id, task.state])), [tasks]);
  if (pinned.isError)
    return <ErrorState error={pinned.error} onRetry={() => void pinned.refetch()} className="h-60" />;
  if (!pinned.data) return <Skeleton className="h-60" />;
  return (
    <DagGraph
      tasks={pinned.data.spec.tasks}
      layout={pinned.data.layout}
      states={states}
      selected={selected}
      onSelect={onSelect}
    />
  );
}
