"use client";
import { useQuery } from "@tanstack/react-query";
import { GanttChart, Network } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useState } from "react";
import { useHotkeys } from "@/components/keyboard/use-hotkeys";
import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { copyText } from "@/components/ui/copy-button";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Skeleton, TableSkeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { StatusIcon, useStateLabel } from "@/components/ui/status";
import type { RunDetail, RunView as RunHead } from "@/lib/runs/schema";
import type { ClearTarget } from "./clear-dialog";
import { runQueries } from "./queries";
import { RunGraph } from "./run-graph";
import { RunHeader } from "./run-header";
import { runHref } from "./run-href";
import { RunTasks } from "./run-tasks";
import { countStates, firstToShow, neighbour, nextFailed } from "./task-order";
import { TaskPanel } from "./task-panel";

/** The dialog is loaded when it opens. */
const ClearDialog = dynamic(() => import("./clear-dialog").then((module) => module.ClearDialog), {
  ssr: false,
});

/** The default view. */
const Gantt = dynamic(() => import("./gantt").then((module) => module.Gantt), {
  ssr: false,
  loading: () => <Skeleton className="h-40" />,
});
/** Below the task. */
const RunArtifacts = dynamic(
  () => import("@/components/artifacts/run-artifacts").then((module) => module.RunArtifacts),
  { ssr: false },
);
const RunAgain = dynamic(() => import("./run-again").then((module) => module.RunAgain), { ssr: false });

const VIEWS = ["graph", "timing"] as const;
type RunViewProps = { head: RunHead; canWrite: boolean };

/** One run. The URL has the selected task, try and view; the first HTML has the run's facts. */
export function RunView({ head, canWrite }: RunViewProps) {
  const t = useTranslations("runs");
  const run = useQuery(runQueries.detail(head.id));
  const [clearing, setClearing] = useState<ClearTarget | null>(null);
  const [again, setAgain] = useState(false);
  return (
    <>
      <RunHeader
        run={run.data ?? head}
        canWrite={canWrite}
        onClear={setClearing}
        onAgain={() => setAgain(true)}
      />
      {run.data ? (
        <LoadedRun run={run.data} canWrite={canWrite} onClear={setClearing} />
      ) : run.isError ? (
        <ErrorState error={run.error} onRetry={() => void run.refetch()} />
      ) : (
        <TableSkeleton rows={8} label={t("loading")} />
      )}
      {clearing ? (
        <ClearDialog run={run.data ?? head} target={clearing} onClose={() => setClearing(null)} />
      ) : null}
      {again ? <RunAgain run={run.data ?? head} onClose={() => setAgain(false)} /> : null}
    </>
  );
}

type LoadedRunProps = { run: RunDetail; canWrite: boolean; onClear: (target: ClearTarget) => void };

function LoadedRun({ run, canWrite, onClear }: LoadedRunProps) {
  const t = useTranslations("runs");
  const keys = useTranslations("shell.keys");
  const [at, setAt] = useQueryStates({
    task: parseAsString,
    try: parseAsInteger,
    view: parseAsStringLiteral(VIEWS).withDefault("graph"),
  });
  const { tasks } = run;
  const [last, setLast] = useState<string | null>(null);
  const task = tasks.find((candidate) => candidate.task_id === at.task) ?? firstToShow(tasks, last);
  const chosen = task?.task_id ?? null;
  if (chosen !== last) setLast(chosen);
  const choose = (taskId: string | null) => {
    // A marked line belongs to one task's log only.
    if (window.location.hash) window.history.replaceState(window.history.state, "", window.location.pathname);
    void setAt({ task: taskId, try: null });
  };
  const hrefOf = (taskId: string) => runHref(run.dag_id, run.id, taskId);
  useHotkeys([
    { keys: "KeyJ", label: t("key_next"), run: () => choose(neighbour(tasks, chosen, 1)) },
    { keys: "KeyK", label: t("key_previous"), run: () => choose(neighbour(tasks, chosen, -1)) },
    { keys: "KeyY", label: keys("copy_id"), run: () => void copyText(run.id) },
    { keys: "KeyU", label: keys("copy_link"), run: () => void copyText(window.location.href) },
    { keys: "KeyN", label: t("key_failed"), run: () => choose(nextFailed(tasks, chosen) ?? chosen) },
    ...(canWrite && chosen
      ? [
          {
            keys: "KeyC",
            label: t("key_clear"),
            run: () => onClear({ kind: "task" as const, taskId: chosen }),
          },
          {
            keys: "KeyR",
            label: t("key_rerun"),
            run: () => onClear({ kind: run.state === "failed" ? ("failed" as const) : ("all" as const) }),
          },
        ]
      : []),
  ]);
  return (
    <div className="grid min-w-0 items-start gap-4 lg:grid-cols-[minmax(16rem,22rem)_minmax(0,1fr)]">
      <Card flush title={t("tasks")} actions={<StateCounts tasks={tasks} />} className="lg:sticky lg:top-4">
        <RunTasks
          tasks={tasks}
          selected={chosen}
          hrefOf={hrefOf}
          onSelect={choose}
          className="max-h-72 lg:max-h-[calc(100dvh-10rem)]"
        />
      </Card>
      <div className="grid min-w-0 gap-4">
        <Card
          flush={at.view === "timing"}
          title={at.view === "timing" ? t("timing") : t("graph")}
          actions={
            <SegmentedControl
              label={t("picture")}
              value={at.view}
              onChange={(view) => void setAt({ view })}
              options={[
                { value: "graph", label: t("graph_short"), icon: Network },
                { value: "timing", label: t("timing_short"), icon: GanttChart },
              ]}
            />
          }
        >
          {at.view === "timing" ? (
            <Gantt tasks={tasks} selected={chosen} hrefOf={hrefOf} onSelect={choose} />
          ) : (
            <RunGraph
              dagId={run.dag_id}
              version={run.version}
              tasks={tasks}
              selected={chosen}
              onSelect={choose}
            />
          )}
        </Card>
        {task ? (
          <TaskPanel
            key={task.id}
            task={task}
            run={run}
            number={at.try}
            onNumber={(number) => void setAt({ try: number })}
            canWrite={canWrite}
            onClear={canWrite ? () => onClear({ kind: "task", taskId: task.task_id }) : undefined}
          />
        ) : null}
        <RunArtifacts runId={run.id} />
        {Object.keys(run.params).length > 0 ? (
          <CodeBlock title={t("parameters")} code={JSON.stringify(run.params, null, 2)} />
        ) : null}
      </div>
    </div>
  );
}

function StateCounts({ tasks }: { tasks: RunDetail["tasks"] }) {
  const label = useStateLabel();
  return (
    <ul className="flex flex-wrap gap-3 text-xs">
      {countStates(tasks).map(({ state, count }) => (
        <li key={state} className="nums inline-flex items-center gap-1" title={label(state)}>
          <StatusIcon state={state} />
          <span className="sr-only">{label(state)}</span>
          {count}
        </li>
      ))}
    </ul>
  );
}
