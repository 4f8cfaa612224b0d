"use client";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { parseAsString, useQueryState } from "nuqs";
import { useCallback, useMemo } from "react";
import { loadDagGraph, usePreloadedGraph } from "@/components/dag/load-graph";
import { runQueries } from "@/components/runs/queries";
import { runHref, taskHref } from "@/components/runs/run-href";
import { useGridView } from "@/components/runs/use-grid-view";
import { useRunName } from "@/components/runs/use-run-name";
import { Card } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { pipelineQueries } from "./queries";
import { shownRun, statesOf } from "./states-of-run";

const DagGraph = dynamic(loadDagGraph, {
  ssr: false,
  loading: () => <Skeleton className="h-96" />,
});

const GraphRunSelect = dynamic(() => import("./graph-run-select").then((module) => module.GraphRunSelect), {
  ssr: false,
  loading: () => <span className="block h-8 w-64 max-w-full" />,
});

/** A menu of more is not read. */
const MOST_RUNS = 25;

/**
 * The graph of a run with the states of its tasks, of the latest run that has begun or of the one that is chosen, in the
 * version that it ran. A task leads to the run's task; without a run to its history.
 */
export function PipelineGraph({ dagId }: { dagId: string }) {
  const t = useTranslations("pipelines");
  const router = useRouter();
  const nameOf = useRunName();
  const [chosen, setChosen] = useQueryState("graph_run", parseAsString);
  usePreloadedGraph();
  const { window } = useGridView();
  const pipeline = useQuery(pipelineQueries.detail(dagId));
  const grid = useQuery(runQueries.grid(dagId, window));
  const run = shownRun(grid.data?.runs ?? [], chosen);
  const head = pipeline.data?.head;
  const isOfHead = run === null || run.version === head?.number;
  const pinned = useQuery({
    ...runQueries.version(dagId, run?.version ?? 0),
    enabled: run !== null && pipeline.data !== undefined && !isOfHead,
  });
  const version = isOfHead ? head : pinned.data;
  const { states, facts } = useMemo(() => statesOf(grid.data, run?.id ?? null), [grid.data, run?.id]);
  const runId = run?.id;
  const hrefOf = useCallback(
    (taskId: string) =>
      runId !== undefined && states.has(taskId) ? runHref(dagId, runId, taskId) : taskHref(dagId, taskId),
    [dagId, runId, states],
  );
  if (pipeline.data && !head) return null;
  const failed = [pipeline, pinned].find((query) => query.isError);
  const runs = (grid.data?.runs ?? []).slice(0, MOST_RUNS);
  const options = run && !runs.includes(run) ? [run, ...runs] : runs;
  return (
    <Card
      title={t("graph")}
      description={
        version
          ? t(run ? "graph_of_run" : "graph_version", {
              number: version.number,
              run: run ? nameOf(run) : "",
            })
          : undefined
      }
      actions={
        run ? <GraphRunSelect run={run} runs={options} onChoose={(id) => void setChosen(id)} /> : undefined
      }
    >
      {version && grid.data ? (
        <DagGraph
          tasks={version.spec.tasks}
          layout={version.layout}
          states={states}
          facts={facts}
          hrefOf={hrefOf}
          selected={null}
          onSelect={(taskId) => router.push(hrefOf(taskId))}
        />
      ) : failed ? (
        <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
      ) : (
        <Skeleton className="h-96" />
      )}
    </Card>
  );
}
