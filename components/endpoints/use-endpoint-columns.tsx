"use client";
import { useLocale, useTranslations } from "next-intl";
import type { Column } from "@/components/data-table/columns";
import { RelativeTime } from "@/components/time/time";
import { Link } from "@/components/ui/link";
import { number, percent } from "@/lib/client/format";
import type { UsageSummary } from "@/lib/endpoint-usage/schema";
import type { EndpointStateView, EndpointView } from "@/lib/endpoints/schema";
import { latencyText } from "./latency-text";
import { endpointHref } from "./queries";
import { StateBadge } from "./state-badge";
import { overallState } from "./state-model";
import { VariantLabel } from "./variant-label";

export type EndpointRow = EndpointView & {
  states: readonly EndpointStateView[];
  usage: UsageSummary | null;
};

export function useEndpointColumns(): Column<EndpointRow>[] {
  const t = useTranslations("endpoints");
  const locale = useLocale();
  const latency = (id: "p50_ms" | "p99_ms", header: string): Column<EndpointRow> => ({
    id,
    header,
    width: 90,
    align: "right",
    value: (row) => row.usage?.[id] ?? null,
    cell: (row) => latencyText(row.usage?.[id] ?? null, locale),
  });
  return [
    {
      id: "name",
      header: t("name"),
      hideable: false,
      value: (row) => row.name,
      cell: (row) => (
        <Link
          href={endpointHref(row.name)}
          title={row.description || undefined}
          className="block truncate font-medium hover:underline"
        >
          {row.name}
        </Link>
      ),
    },
    {
      id: "answers",
      header: t("answers"),
      width: 320,
      value: (row) => row.variants[0]?.model,
      cell: (row) => <Answering row={row} />,
    },
    {
      id: "state",
      phone: "end",
      header: t("state"),
      width: 110,
      value: (row) => overallState(row.enabled, row.states),
      cell: (row) => {
        const state = overallState(row.enabled, row.states);
        const reason = row.states.find((one) => one.state === state)?.reason;
        return state ? <StateBadge state={state} reason={reason} /> : null;
      },
    },
    {
      id: "requests",
      header: t("requests_hour"),
      width: 130,
      align: "right",
      value: (row) => row.usage?.requests ?? 0,
      cell: (row) => number(row.usage?.requests ?? 0, locale),
    },
    {
      id: "errors",
      header: t("errors_hour"),
      width: 120,
      align: "right",
      value: (row) => row.usage?.errors ?? 0,
      cell: (row) =>
        row.usage && row.usage.errors > 0 ? (
          <span className="text-danger">
            {t("errors_share", {
              count: row.usage.errors,
              share: percent(row.usage.errors / row.usage.requests, locale),
            })}
          </span>
        ) : (
          number(0, locale)
        ),
    },
    latency("p50_ms", "p50"),
    latency("p99_ms", "p99"),
    {
      id: "updated",
      header: t("updated"),
      width: 120,
      value: (row) => row.updated_at,
      cell: (row) => <RelativeTime at={row.updated_at} />,
    },
  ];
}

function Answering({ row }: { row: EndpointRow }) {
  const t = useTranslations("endpoints");
  const locale = useLocale();
  const [first, ...others] = row.variants;
  if (!first) return null;
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <VariantLabel
        variant={first}
        resolved={row.states.find(({ variant }) => variant === first.number)?.version}
      />
      {others.length > 0 ? (
        <span className="shrink-0 text-fg-muted text-xs">
          {t("and_others", { percent: percent(first.percent / 100, locale), count: others.length })}
        </span>
      ) : null}
    </span>
  );
}
