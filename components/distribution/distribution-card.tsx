"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ChartColumn } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { LongJobDeed } from "@/components/long-jobs/long-job-deed";
import { LongJobProgress } from "@/components/long-jobs/long-job-progress";
import { LongJobState } from "@/components/long-jobs/long-job-state";
import { longJobQueries } from "@/components/long-jobs/queries";
import { AbsoluteTime, RelativeTime } from "@/components/time/time";
import { trainingSetHref } from "@/components/training-sets/queries";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { Select } from "@/components/ui/select";
import { TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import type { ViewProfileView } from "@/lib/drift/schema";
import { DistributionDialog } from "./distribution-dialog";
import { DistributionTable } from "./distribution-table";
import { distributionOf } from "./queries";

type Props = { view: string; canWrite: boolean };

/** How the features of a view are spread in its source, and how they have shifted against a training set. */
export function DistributionCard({ view, canWrite }: Props) {
  const t = useTranslations("distribution");
  const [isAsking, setAsking] = useState(false);
  const [against, setAgainst] = useState<string | null>(null);
  const found = useQuery({ ...distributionOf(view, against), placeholderData: keepPreviousData });
  const { job = null, profile = null, training_set: set = null } = found.data ?? {};
  const isActive = job?.state === "queued" || job?.state === "running";
  const count =
    canWrite && found.data ? (
      <Button size="sm" icon={ChartColumn} disabled={isActive} onClick={() => setAsking(true)}>
        {t(profile ? "count_again" : "count")}
      </Button>
    ) : null;
  return (
    <Card
      title={t("title")}
      description={profile ? <Counted profile={profile} /> : null}
      flush
      actions={
        <>
          {profile && found.data ? <Against answer={found.data} onChange={setAgainst} /> : null}
          {profile ? count : null}
        </>
      }
    >
      {found.isPending ? <TableSkeleton rows={4} label={t("title")} /> : null}
      {found.error ? (
        <ErrorState
          error={found.error}
          onRetry={() => (against === null ? void found.refetch() : setAgainst(null))}
          retrying={found.isFetching}
        />
      ) : null}
      {job && job.state !== "succeeded" ? <Counting view={view} job={job} canWrite={canWrite} /> : null}
      {profile && !found.error ? (
        <>
          <DistributionTable features={profile.features} isCompared={set !== null} />
          <p className="border-t px-4 py-2 text-fg-subtle text-xs">
            {set
              ? t.rich("rule", {
                  set: () => (
                    <Link href={trainingSetHref(set.id)} className="hover:underline">
                      <AbsoluteTime at={set.made_at} seconds={false} />
                    </Link>
                  ),
                })
              : t("without_set")}
          </p>
        </>
      ) : null}
      {found.data && !profile && !isActive && !found.error ? (
        <EmptyState
          icon={<ChartColumn aria-hidden />}
          title={t("none")}
          description={t("none_text")}
          action={count}
          className="py-8"
        />
      ) : null}
      {isAsking ? <DistributionDialog view={view} onClose={() => setAsking(false)} /> : null}
    </Card>
  );
}

type AgainstProps = { answer: ViewProfileView; onChange: (id: string) => void };

function Against({ answer: { training_set: set, training_sets: sets }, onChange }: AgainstProps) {
  const t = useTranslations("distribution");
  if (sets.length === 0) return null;
  return (
    <Select
      label={t("against")}
      className="w-56 max-w-full"
      placeholder={t("against")}
      options={sets.map(({ id, rows, made_at }) => ({
        value: id,
        label: (
          <>
            <AbsoluteTime at={made_at} seconds={false} />
            <span className="ms-2 text-fg-muted">{t("rows", { count: rows })}</span>
          </>
        ),
      }))}
      value={set?.id}
      onChange={onChange}
    />
  );
}

/** When it was counted, and over which rows. */
function Counted({ profile }: { profile: NonNullable<ViewProfileView["profile"]> }) {
  const t = useTranslations("distribution");
  const { rows, counted_rows: counted, from, to, first_event: first, last_event: last, made_at } = profile;
  const time = (at: string | null): ReactNode =>
    at === null ? "…" : <AbsoluteTime at={at} zone="UTC" seconds={false} />;
  const isRange = from !== null || to !== null;
  return (
    <>
      {t(counted < rows ? "sample" : "all", { counted, count: rows })}{" "}
      {first !== null || isRange
        ? t.rich("between", { from: () => time(from ?? first), to: () => time(to ?? last) })
        : null}{" "}
      <RelativeTime at={made_at} />
    </>
  );
}

type CountingProps = { view: string; job: NonNullable<ViewProfileView["job"]>; canWrite: boolean };

function Counting({ view, job, canWrite }: CountingProps) {
  const isActive = job.state === "queued" || job.state === "running";
  const known = useQuery({ ...longJobQueries.one(job.id), enabled: isActive, retry: false }).data;
  const isCancelling = isActive && known?.is_cancelling === true;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b px-4 py-2 text-sm">
      <LongJobState state={job.state} isCancelling={isCancelling} />
      {isActive && known ? <LongJobProgress job={known} /> : null}
      {job.error === null ? null : (
        <p className="min-w-0 flex-1 [overflow-wrap:anywhere] text-danger text-xs">{job.error}</p>
      )}
      {canWrite ? (
        <LongJobDeed job={{ id: job.id, state: job.state, subject: view, is_cancelling: isCancelling }} />
      ) : null}
    </div>
  );
}
