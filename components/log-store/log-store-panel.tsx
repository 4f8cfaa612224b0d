"use client";
import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { RelativeTime } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Card, KeyValueList } from "@/components/ui/card";
import { useReasonWords } from "@/components/ui/reason-words";
import { TableSkeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { bytes, compactNumber, number } from "@/lib/client/format";
import type { LogStoreState } from "@/lib/log-records/schema";
import { FullnessCard } from "./fullness-card";
import { logStoreQuery } from "./queries";

/** Which store keeps log records, whether it answers, how full it is, and what it is made for. */
export function LogStorePanel() {
  const t = useTranslations("log_store");
  const state = useQuery(logStoreQuery());
  if (state.isPending) return <TableSkeleton rows={6} label={t("title")} />;
  if (!state.data) return <ErrorState error={state.error} onRetry={() => void state.refetch()} />;
  const { data } = state;
  return (
    <>
      <Card title={t("title")} description={t("description")}>
        <Facts state={data} />
      </Card>
      <FullnessCard state={data} />
    </>
  );
}

function Facts({ state }: { state: LogStoreState }) {
  const t = useTranslations("log_store");
  const locale = useLocale();
  const wordsFor = useReasonWords();
  const { kind, available, problem, reason, size, kept_days } = state;
  const words = reason === null ? null : wordsFor(reason.code, reason.values);
  const facts = [
    { label: t("kind"), value: t(`kinds.${kind}`) },
    {
      label: t("state"),
      value: (
        <span className="grid justify-items-start gap-1">
          <Badge tone={available ? "success" : "danger"}>{t(available ? "available" : "away")}</Badge>
          {problem ? <span className="text-fg-muted">{words ?? problem}</span> : null}
        </span>
      ),
    },
  ];
  const kept = kept_days === null ? t("kept_by_store") : t("kept_days", { days: kept_days });
  return <KeyValueList items={[...facts, ...sizes(), { label: t("kept"), value: kept }]} />;

  function sizes() {
    if (!size) return [];
    const since = size.first_at;
    const rate = number(size.last_day / 86_400, locale, 1);
    return [
      { label: t("records"), value: <span className="nums">{number(size.records, locale)}</span> },
      { label: t("bytes"), value: size.bytes === null ? t("unknown") : bytes(size.bytes, locale) },
      {
        label: t("days"),
        value: since
          ? t.rich("days_since", { days: size.days, time: () => <RelativeTime at={since} /> })
          : compactNumber(size.days, locale),
      },
      { label: t("last_day"), value: t("last_day_rate", { records: size.last_day, rate }) },
    ];
  }
}
