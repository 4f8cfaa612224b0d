"use client";
import { useQuery } from "@tanstack/react-query";
import { Play } from "lucide-react";
import dynamic from "next/dynamic";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { LongJobDeed } from "@/components/long-jobs/long-job-deed";
import { LongJobProgress } from "@/components/long-jobs/long-job-progress";
import { LongJobState } from "@/components/long-jobs/long-job-state";
import { longJobQueries } from "@/components/long-jobs/queries";
import { AbsoluteTime, Duration, RelativeTime } from "@/components/time/time";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { TableSkeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { FeatureViewView, MaterializationView } from "@/lib/features/schema";
import { Freshness } from "./freshness";
import { materializationsOf } from "./queries";

const MaterializeDialog = dynamic(
  () => import("./materialize-dialog").then((module) => module.MaterializeDialog),
  { ssr: false },
);

const SHOWN = 10;

/** What was written from a view's source to the online store, and what is being written. */
export function MaterializationsCard({ view, canWrite }: { view: FeatureViewView; canWrite: boolean }) {
  const t = useTranslations("materializations");
  const [isAsking, setAsking] = useState(false);
  const [isAll, setAll] = useState(false);
  const list = useQuery(materializationsOf(view.name));
  const all = list.data?.data ?? [];
  return (
    <Card
      title={t("history")}
      description={<Freshness view={view} />}
      flush
      actions={
        canWrite && view.source !== null ? (
          <Button size="sm" icon={Play} onClick={() => setAsking(true)}>
            {t("materialize")}
          </Button>
        ) : null
      }
    >
      {list.isPending ? <TableSkeleton rows={2} label={t("history")} /> : null}
      {list.error && !list.data ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} retrying={list.isFetching} />
      ) : null}
      {list.data && all.length === 0 ? (
        <p className="px-4 py-3 text-fg-muted text-sm">
          {t(view.source === null ? "without_source" : "none")}
        </p>
      ) : null}
      {all.length > 0 ? (
        <Table label={t("history")} cards>
          <thead>
            <tr>
              <Th>{t("range")}</Th>
              <Th>{t("state")}</Th>
              <Th>{t("rows")}</Th>
              <Th>{t("took")}</Th>
              <Th>{t("when")}</Th>
              <Th>
                <span className="sr-only">{t("actions")}</span>
              </Th>
            </tr>
          </thead>
          <tbody>
            {all.slice(0, isAll ? all.length : SHOWN).map((one) => (
              <Row key={one.id} view={view.name} one={one} canWrite={canWrite} />
            ))}
          </tbody>
        </Table>
      ) : null}
      {all.length > SHOWN && !isAll ? (
        <div className="border-t p-2 text-center">
          <Button size="sm" variant="ghost" onClick={() => setAll(true)}>
            {t("all", { count: all.length })}
          </Button>
        </div>
      ) : null}
      {isAsking ? <MaterializeDialog view={view.name} onClose={() => setAsking(false)} /> : null}
    </Card>
  );
}

type RowProps = { view: string; one: MaterializationView; canWrite: boolean };

function Row({ view, one, canWrite }: RowProps) {
  const format = useFormatter();
  const isActive = one.state === "queued" || one.state === "running";
  // Ended ones say all of it themselves; a long job is gone after a month.
  const job = useQuery({ ...longJobQueries.one(one.id), enabled: isActive, retry: false }).data;
  return (
    <Tr className="[&>td]:align-top">
      <Td className="whitespace-nowrap text-xs">
        <AbsoluteTime at={one.start} zone="UTC" seconds={false} />
        <span className="block text-fg-muted">
          {"– "}
          <AbsoluteTime at={one.end} zone="UTC" seconds={false} />
        </span>
      </Td>
      <Td>
        <LongJobState state={one.state} isCancelling={isActive && job?.is_cancelling === true} />
        {one.error === null ? null : (
          <p className="min-w-40 max-w-80 py-0.5 [overflow-wrap:anywhere] text-danger text-xs">{one.error}</p>
        )}
      </Td>
      <Td className="nums">
        {one.rows !== null ? format.number(one.rows) : isActive && job ? <LongJobProgress job={job} /> : "–"}
      </Td>
      <Td>
        {one.duration_seconds === null ? (
          isActive && job?.started_at ? (
            <Duration from={job.started_at} />
          ) : (
            "–"
          )
        ) : (
          <Duration ms={one.duration_seconds * 1_000} />
        )}
      </Td>
      <Td>
        <RelativeTime at={one.created_at} />
      </Td>
      <Td className="text-right">
        {canWrite && one.state !== "succeeded" ? (
          <LongJobDeed
            job={{
              id: one.id,
              state: one.state,
              subject: view,
              is_cancelling: isActive && job?.is_cancelling === true,
            }}
          />
        ) : null}
      </Td>
    </Tr>
  );
}
