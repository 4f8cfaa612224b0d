"use client";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { loadDagGraph, usePreloadedGraph } from "@/components/dag/load-graph";
import { runQueries } from "@/components/runs/queries";
import { runHref } from "@/components/runs/run-href";
import { Card } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { newestStates } from "./newest-states";
import { pipelineQueries } from "./queries";

const DagGraph = dynamic(loadDagGraph, {
  ssr: false,
  loading: () => <Skeleton className="h-96" />,
});

/** The graph of the newest version with the states of the newest run; each task links to that run. */
export function PipelineGraph({ dagId }: { dagId: string }) {
  const t = useTranslations("pipelines");
  const router = useRouter();
  const [selected, setSelected] = useState<string | null>(null);
  const pipeline = useQuery(pipelineQueries.detail(dagId));
  usePreloadedGraph();
  const grid = useQuery(runQueries.grid(dagId));
  const newest = useMemo(() => newestStates(grid.data), [grid.data]);
  const head = pipeline.data?.head;
  if (pipeline.data && !head) return null;
  const open = (taskId: string) => {
    setSelected(taskId);
    if (newest.runId && newest.states.has(taskId)) router.push(runHref(dagId, newest.runId, taskId));
  };
  return (
    <Card title={t("graph")} description={head ? t("graph_version", { number: head.number }) : undefined}>
      {head ? (
        <DagGraph
          tasks={head.spec.tasks}
          layout={head.layout}
          states={newest.states}
          selected={selected}
          onSelect={open}
        />
      ) : pipeline.isError ? (
        <ErrorState error={pipeline.error} onRetry={() => void pipeline.refetch()} />
      ) : (
        <Skeleton className="h-96" />
      )}
    </Card>
  );
}
