"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Archive } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { RelativeTime } from "@/components/time/time";
import { Card, KeyValueList } from "@/components/ui/card";
import { Skeleton, TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { bytes } from "@/lib/client/format";
import type { RetentionView } from "@/lib/retention/schema";
import { DueTable } from "./due-table";
import { PolicyForm } from "./policy-form";
import { type PolicyText, readPolicy, textOf } from "./policy-text";
import { retentionQueries } from "./queries";

/** The retention policy, what the next round would delete under the form's numbers, and what the last one deleted. */
export function RetentionPanel({ canWrite }: { canWrite: boolean }) {
  const t = useTranslations("retention");
  const saved = useQuery(retentionQueries.policy());
  if (saved.isPending) return <TableSkeleton rows={6} label={t("title")} />;
  if (!saved.data) return <ErrorState error={saved.error} onRetry={() => void saved.refetch()} />;
  return <Loaded key={saved.data.version} saved={saved.data} canWrite={canWrite} />;
}

function Loaded({ saved, canWrite }: { saved: RetentionView; canWrite: boolean }) {
  const t = useTranslations("retention");
  const [text, setText] = useState<PolicyText>(textOf(saved));
  const { policy } = readPolicy(text);
  const isSaved = JSON.stringify(text) === JSON.stringify(textOf(saved));
  const forecast = useQuery({
    ...retentionQueries.forecast(policy ?? saved),
    enabled: policy !== null && !isSaved,
    placeholderData: keepPreviousData,
  });
  const due = isSaved ? saved : forecast.data;
  return (
    <>
      <Card title={t("title")} description={t("description")}>
        <PolicyForm saved={saved} text={text} onText={setText} canWrite={canWrite} />
      </Card>
      <Card
        flush
        title={t("due_title")}
        description={isSaved ? <NextRound at={saved.next_round_at} /> : t("due_unsaved")}
      >
        {forecast.isError && !isSaved ? <ErrorState error={forecast.error} /> : null}
        {due === undefined && !forecast.isError ? <Skeleton className="m-4 h-24" /> : null}
        {due?.pipelines.length === 0 ? (
          <EmptyState icon={<Archive aria-hidden />} title={t("none_title")} description={t("none_text")} />
        ) : null}
        {due && due.pipelines.length > 0 ? <DueTable pipelines={due.pipelines} /> : null}
        {due ? <p className="border-t px-4 py-2 text-fg-muted text-xs">{t("due_rest", due.due)}</p> : null}
      </Card>
      <LastRound saved={saved} />
    </>
  );
}

function NextRound({ at }: { at: string | null }) {
  const t = useTranslations("retention");
  if (!at) return t("first_round");
  return t.rich("next_round", { time: () => <RelativeTime at={at} /> });
}

function LastRound({ saved: { last_round: last, last_round_at: at } }: { saved: RetentionView }) {
  const t = useTranslations("retention");
  const locale = useLocale();
  if (!last || !at) return null;
  const counts = ["runs", "tasks", "artifacts", "versions", "bundles", "workers", "small_rows"] as const;
  return (
    <Card title={t("last_title")} description={<RelativeTime at={at} />}>
      <KeyValueList
        columns={2}
        items={[
          ...counts.map((name) => ({
            label: t(name),
            value: <span className="nums">{last[name].toLocaleString(locale)}</span>,
          })),
          { label: t("size"), value: <span className="nums">{bytes(last.bytes, locale)}</span> },
        ]}
      />
    </Card>
  );
}
