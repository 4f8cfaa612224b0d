"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Breadcrumb, PageHeader } from "@/components/layout/page-header";
import { RunMetrics } from "@/components/metric-charts/run-metrics";
import { Badge } from "@/components/ui/badge";
import { Id } from "@/components/ui/id";
import { Markdown } from "@/components/ui/markdown";
import type { TrainingRunDetail } from "@/lib/experiments/schema";
import { experimentHref, experimentQueries } from "./queries";
import { RunDialog } from "./run-dialog";
import { RunFacts, type TaskRun } from "./run-facts";
import { RunMenu } from "./run-menu";
import { RunStatus } from "./run-status";
import { DatasetsCard, ParamsCard, TagsCard } from "./run-tables";

type Props = {
  initial: TrainingRunDetail;
  canWrite: boolean;
  /** The run of a pipeline that made it, where it is still there. */
  taskRun: TaskRun | null;
};

export function RunHome({ initial, canWrite, taskRun }: Props) {
  const t = useTranslations("experiments");
  const [editing, setEditing] = useState(false);
  const { data: run } = useQuery({ ...experimentQueries.run(initial.id), initialData: initial });
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
        description={run.description ? <Markdown text={run.description} /> : undefined}
        actions={canWrite ? <RunMenu run={run} onEdit={() => setEditing(true)} /> : null}
      />
      <RunFacts run={run} taskRun={taskRun} />
      <div className="grid min-w-0 items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
        <div className="grid min-w-0 gap-4">
          <ParamsCard params={run.params} />
          <TagsCard tags={run.tags} />
          <DatasetsCard datasets={run.datasets} />
        </div>
        <div className="grid min-w-0 gap-4">
          <RunMetrics runId={run.id} isRunning={run.status === "RUNNING"} />
        </div>
      </div>
      {editing ? <RunDialog run={run} onClose={() => setEditing(false)} /> : null}
    </>
  );
}
