"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useQueryState } from "nuqs";
import { RunArtifacts } from "@/components/artifacts/run-artifacts";
import { Breadcrumb, PageHeader } from "@/components/layout/page-header";
import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { Id } from "@/components/ui/id";
import { TableSkeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { StatusBadge } from "@/components/ui/status";
import { Gantt } from "./gantt";
import { runQueries } from "./queries";
import { RunActions } from "./run-actions";
import { RunTasks, TaskAttempts } from "./run-tasks";

/** One run; which task is looked at is in the URL. */
export function RunView({ dagId, runId, canWrite }: { dagId: string; runId: string; canWrite: boolean }) {
  const t = useTranslations("runs");
  const run = useQuery(runQueries.detail(runId));
  const [taskId, setTaskId] = useQueryState("task");
  if (run.isPending) return <TableSkeleton rows={8} label={t("loading")} />;
  if (run.isError) return <ErrorState error={run.error} onRetry={() => void run.refetch()} />;
  const { tasks, state, run_key, reason, params } = run.data;
  const task =
    tasks.find((candidate) => candidate.task_id === taskId) ??
    tasks.find((candidate) => candidate.state === "failed") ??
    tasks[0];
  return (
    <>
      <PageHeader
        title={run_key}
        above={
          <Breadcrumb
            label={t("breadcrumb")}
            items={[{ label: dagId, href: `/pipelines/${encodeURIComponent(dagId)}` }, { label: run_key }]}
          />
        }
        badges={
          <>
            <StatusBadge state={state} />
            <Id id={runId} />
          </>
        }
        description={reason ? t("reason", { reason }) : undefined}
        actions={canWrite ? <RunActions runId={runId} state={state} /> : undefined}
      />
      <div className="grid min-w-0 gap-4 lg:grid-cols-2">
        <Card title={t("tasks")} flush>
          <RunTasks tasks={tasks} selected={task?.task_id ?? null} onSelect={(id) => void setTaskId(id)} />
        </Card>
        <Card title={t("timing")}>
          <Gantt tasks={tasks} />
        </Card>
      </div>
      {task ? (
        <Card title={task.task_id}>
          <TaskAttempts task={task} />
        </Card>
      ) : null}
      <RunArtifacts runId={runId} />
      {Object.keys(params).length > 0 ? (
        <CodeBlock title={t("parameters")} code={JSON.stringify(params, null, 2)} />
      ) : null}
    </>
  );
}
