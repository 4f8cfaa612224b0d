"use client";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Breadcrumb, PageHeader } from "@/components/layout/page-header";
import { LogsLink } from "@/components/log-links/logs-link";
import { Badge } from "@/components/ui/badge";
import { Id } from "@/components/ui/id";
import type { ExperimentView } from "@/lib/experiments/schema";
import { ExperimentMenu } from "./experiment-menu";
import { experimentQueries } from "./queries";
import { RunsTable } from "./runs-table";

const Markdown = dynamic(() => import("@/components/ui/markdown").then((module) => module.Markdown));
const ExperimentDialog = dynamic(
  () => import("./experiment-dialog").then((module) => module.ExperimentDialog),
  { ssr: false },
);

const PurgeDialog = dynamic(() => import("./purge-dialog").then((module) => module.PurgeDialog), {
  ssr: false,
});

type Props = { initial: ExperimentView; canWrite: boolean; origin: string };

export function ExperimentHome({ initial, canWrite, origin }: Props) {
  const t = useTranslations("experiments");
  const [editing, setEditing] = useState(false);
  const [purging, setPurging] = useState(false);
  const router = useRouter();
  const { data: experiment } = useQuery({
    ...experimentQueries.detail(initial.id),
    initialData: initial,
  });
  return (
    <>
      <PageHeader
        above={
          <Breadcrumb
            label={t("breadcrumb")}
            items={[{ label: t("title"), href: "/experiments" }, { label: experiment.name }]}
          />
        }
        title={experiment.name}
        badges={
          <>
            {experiment.lifecycle === "deleted" ? <Badge tone="warning">{t("is_deleted")}</Badge> : null}
            <Id id={experiment.id} full />
          </>
        }
        description={experiment.description ? <Markdown text={experiment.description} /> : undefined}
        actions={
          <>
            <LogsLink ids={{ experiment: experiment.id }} />
            {canWrite ? (
              <ExperimentMenu
                experiment={experiment}
                isPage
                onEdit={() => setEditing(true)}
                onPurge={() => setPurging(true)}
              />
            ) : null}
          </>
        }
      />
      <RunsTable experiment={experiment} canWrite={canWrite} origin={origin} />
      {purging ? (
        <PurgeDialog
          target={{ of: "experiment", id: experiment.id, name: experiment.name }}
          onClose={() => setPurging(false)}
          onDone={() => router.push("/experiments")}
        />
      ) : null}
      {editing ? <ExperimentDialog target={experiment} onClose={() => setEditing(false)} /> : null}
    </>
  );
}
