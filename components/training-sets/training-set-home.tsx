"use client";
import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { Breadcrumb, PageHeader } from "@/components/layout/page-header";
import { LongJobDeed } from "@/components/long-jobs/long-job-deed";
import { LongJobProgress } from "@/components/long-jobs/long-job-progress";
import { LongJobState } from "@/components/long-jobs/long-job-state";
import { longJobQueries } from "@/components/long-jobs/queries";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { Skeleton } from "@/components/ui/skeleton";
import type { TrainingSetDetail } from "@/lib/features/schema";
import { MadeOfCard } from "./made-of-card";
import { trainingSetPython } from "./python";
import { trainingSetData, trainingSetFileHref, trainingSetQueries } from "./queries";
import { TrainingSetFacts } from "./training-set-facts";
import { useAskedFor } from "./use-asked-for";
import { UsersCard } from "./users-card";

const ArtifactViewer = dynamic(
  () => import("@/components/artifacts/artifact-viewer").then((module) => module.ArtifactViewer),
  { ssr: false, loading: () => <Skeleton className="h-64" /> },
);

/** One training set: how far it is, its rows, of what it was made, and what was made of it. */
export function TrainingSetHome({ initial, canWrite }: { initial: TrainingSetDetail; canWrite: boolean }) {
  const t = useTranslations("training_sets");
  const askedFor = useAskedFor();
  const { data: set } = useQuery({ ...trainingSetQueries.one(initial.id), initialData: initial });
  const isActive = set.state === "queued" || set.state === "running";
  const job = useQuery({ ...longJobQueries.one(set.id), enabled: isActive, retry: false }).data;
  const subject = askedFor(set);
  return (
    <>
      <PageHeader
        above={
          <Breadcrumb
            label={t("breadcrumb")}
            items={[
              { label: t("features"), href: "/features" },
              { label: t("title"), href: "/features/training-sets" },
              { label: set.id },
            ]}
          />
        }
        title={<span className="break-all">{subject}</span>}
        badges={<LongJobState state={set.state} isCancelling={isActive && job?.is_cancelling === true} />}
        actions={
          <>
            {canWrite && set.state !== "succeeded" ? (
              <LongJobDeed
                job={{
                  id: set.id,
                  state: set.state,
                  subject,
                  is_cancelling: isActive && job?.is_cancelling === true,
                }}
              />
            ) : null}
            {set.data === null ? null : (
              <Button asChild variant="primary">
                <a href={trainingSetFileHref(set.id, "data.parquet")} download>
                  <Download aria-hidden />
                  {t("download")}
                </a>
              </Button>
            )}
          </>
        }
      />
      {set.error === null ? null : (
        <p
          role="alert"
          className="break-words rounded-lg border border-danger/40 bg-danger/5 px-4 py-2 text-sm"
        >
          {set.error}
        </p>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-[3fr_2fr]">
        <div className="grid min-w-0 gap-4">
          {set.data === null ? (
            <Card title={t("data")}>
              <p className="mb-2 text-fg-muted text-sm">{t(isActive ? "being_made" : "not_made")}</p>
              {isActive && job ? <LongJobProgress job={job} /> : null}
            </Card>
          ) : (
            <Card title={t("data")} description={t("data_text")}>
              <ArtifactViewer source={trainingSetData(set.id)} />
            </Card>
          )}
          {set.manifest ? <MadeOfCard manifest={set.manifest} /> : null}
        </div>
        <div className="grid min-w-0 gap-4">
          <TrainingSetFacts set={set} />
          <UsersCard id={set.id} />
          {set.data === null ? null : (
            <Card title={t("python_title")} description={t("python_text")}>
              <CodeBlock title="Python" code={trainingSetPython(set.data)} />
            </Card>
          )}
        </div>
      </div>
    </>
  );
}
