"use client";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Breadcrumb, PageHeader } from "@/components/layout/page-header";
import { LogsLink } from "@/components/log-links/logs-link";
import { relationsQuery } from "@/components/run-page/queries";
import { RunNote } from "@/components/run-page/run-note";
import { RunTabs } from "@/components/run-page/run-tabs";
import { TagsCard } from "@/components/run-page/tags-card";
import { Badge } from "@/components/ui/badge";
import { Id } from "@/components/ui/id";
import type { TrainingRunDetail } from "@/lib/experiments/schema";
import { experimentHref, experimentQueries } from "./queries";
import { RunFacts, type TaskRun } from "./run-facts";
import { RunMenu } from "./run-menu";
import { RunStatus } from "./run-status";
import { ParamsCard } from "./run-tables";

/** These come below what is looked at first. */
const DatasetsCard = dynamic(() => import("@/components/run-page/datasets-card").then((m) => m.DatasetsCard));
const ModelsCard = dynamic(() => import("@/components/run-page/related-cards").then((m) => m.ModelsCard));
const NestedRuns = dynamic(() => import("@/components/run-page/related-cards").then((m) => m.NestedRuns));
const RunDialog = dynamic(() => import("./run-dialog").then((m) => m.RunDialog), { ssr: false });
/** Metrics are read page by page, so the server has nothing to draw of them. */
const RunMetrics = dynamic(
  () => import("@/components/metric-charts/run-metrics").then((module) => module.RunMetrics),
  { ssr: false, loading: () => <div className="h-96" aria-busy /> },
);

type Props = {
  initial: TrainingRunDetail;
  canWrite: boolean;
  canReadModels: boolean;
  canReadLogs: boolean;
  /** The run of a pipeline that made it, where it is still there. */
  taskRun: TaskRun | null;
};

export function RunHome({ initial, canWrite, canReadModels, canReadLogs, taskRun }: Props) {
  const t = useTranslations("experiments");
  const [editing, setEditing] = useState(false);
  const { data: run } = useQuery({ ...experimentQueries.run(initial.id), initialData: initial });
  const canEdit = canWrite && run.lifecycle === "active";
  const isLive = run.status === "RUNNING";
  const { data: relations } = useQuery(relationsQuery(run.id, isLive));
  return (
    <>
      <PageHeader
        above={
          <Breadcrumb
            label={t("breadcrumb")}
            items={[
              { label: t("title"), href: "/experiments" },
              { label: run.experiment_name, href: experimentHref(run.experiment_id) },
              { label: run.name },
            ]}
          />
        }
        title={run.name}
        badges={
          <>
            <RunStatus status={run.status} />
            {run.lifecycle === "deleted" ? <Badge tone="warning">{t("is_deleted")}</Badge> : null}
            <Id id={run.id} />
          </>
        }
        actions={
          <>
            {canReadLogs ? (
              <LogsLink
                ids={
                  relations?.task
                    ? {
                        run: relations.task.dag_run_id,
                        task: relations.task.task_id,
                        attempt: relations.task.attempt_number,
                      }
                    : { experiment_run: run.id }
                }
                span={{ from: run.started_at, to: run.ended_at }}
              />
            ) : null}
            {canWrite ? <RunMenu run={run} onEdit={() => setEditing(true)} /> : null}
          </>
        }
      />
      <RunNote run={run} canWrite={canEdit} />
      <RunFacts run={run} taskRun={taskRun} task={relations?.task ?? null} />
      <RunTabs
        run={run}
        canReadLogs={canReadLogs}
        overview={
          <div className="grid min-w-0 items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
            <div className="grid min-w-0 gap-4">
              <ParamsCard params={run.params} />
              <TagsCard run={run} canWrite={canEdit} />
              <DatasetsCard run={run} />
              <ModelsCard runId={run.id} isLive={isLive} canReadModels={canReadModels} />
              <NestedRuns runId={run.id} isLive={isLive} />
            </div>
            <div className="grid min-w-0 gap-4">
              <RunMetrics runId={run.id} isRunning={isLive} />
            </div>
          </div>
        }
      />
      {editing ? <RunDialog run={run} onClose={() => setEditing(false)} /> : null}
    </>
  );
}
