"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { Card, Stat } from "@/components/ui/card";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { TableSkeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { number, percent } from "@/lib/client/format";
import type { EndpointUsageView } from "@/lib/endpoint-usage/schema";
import { CallersCard } from "./callers-card";
import { latencyText } from "./latency-text";
import { endpointQueries } from "./queries";
import { UsageChart } from "./usage-chart";

const RANGES = ["hour", "day", "week"] as const;

/** How often the endpoint is asked, how that goes, and who asks. The range is in the URL. */
export function UsagePanel({ name }: { name: string }) {
  const t = useTranslations("endpoints");
  const [range, setRange] = useQueryState("range", parseAsStringLiteral(RANGES).withDefault("hour"));
  const read = useQuery({ ...endpointQueries.usage(name, range), placeholderData: keepPreviousData });
  const usage = read.data;
  return (
    <>
      <Card
        title={t("usage")}
        actions={
          <SegmentedControl
            label={t("range")}
            value={range}
            onChange={(next) => void setRange(next)}
            options={RANGES.map((value) => ({ value, label: t(`ranges.${value}`) }))}
          />
        }
      >
        {usage ? (
          <Totals total={usage.total} />
        ) : read.isPending ? (
          <TableSkeleton rows={2} label={t("usage")} />
        ) : (
          <ErrorState error={read.error} onRetry={() => void read.refetch()} />
        )}
      </Card>
      {usage ? (
        <>
          <UsageChart name={name} usage={usage} chart="traffic" />
          <div className="grid gap-4 xl:grid-cols-2">
            <UsageChart name={name} usage={usage} chart="latency" />
            <UsageChart name={name} usage={usage} chart="errors" />
          </div>
          <CallersCard usage={usage} />
        </>
      ) : null}
    </>
  );
}

function Totals({ total }: { total: EndpointUsageView["total"] }) {
  const t = useTranslations("endpoints");
  const locale = useLocale();
  const share = (count: number) =>
    total.requests > 0 && count > 0 ? percent(count / total.requests, locale) : undefined;
  const latency = (ms: number | null) => latencyText(ms, locale) ?? <span aria-hidden>{"–"}</span>;
  return (
    <div className="grid grid-cols-2 gap-4 sm:grid-cols-5">
      <Stat label={t("measures.requests")} value={number(total.requests, locale)} />
      <Stat
        label={t("measures.refused")}
        value={number(total.refused, locale)}
        detail={share(total.refused)}
      />
      <Stat label={t("measures.errors")} value={number(total.errors, locale)} detail={share(total.errors)} />
      <Stat label="p50" value={latency(total.p50_ms)} />
      <Stat label="p99" value={latency(total.p99_ms)} />
    </div>
  );
}
