"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { metricText } from "@/components/experiments/metric-text";
import { RelativeTime } from "@/components/time/time";
import { Card } from "@/components/ui/card";
import { LoadMore } from "@/components/ui/load-more";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { number } from "@/lib/client/format";
import { metricQueries } from "./queries";

const ROWS = 100;
type Props = { runId: string; search: string; group: "model" | "system"; isRunning: boolean };

/** The latest point of each metric that matches. */
export function LatestTable({ runId, search, group, isRunning }: Props) {
  const t = useTranslations("charts");
  const locale = useLocale();
  const query = useInfiniteQuery(metricQueries.latest(runId, { search, group, limit: ROWS }, isRunning));
  const metrics = query.data?.pages.flatMap(({ data }) => data) ?? [];
  const total = query.data?.pages[0]?.total ?? 0;
  return (
    <Card flush title={t("metrics_count", { count: total })}>
      {metrics.length === 0 ? (
        <p className="px-4 py-6 text-center text-fg-muted text-sm" aria-busy={query.isPending}>
          {query.isPending ? null : t(search === "" ? "no_metrics" : "no_match")}
        </p>
      ) : (
        <div className="max-h-96 overflow-y-auto">
          <Table label={t("metrics")}>
            <thead>
              <tr>
                <Th>{t("key")}</Th>
                <Th className="text-right">{t("latest")}</Th>
                <Th className="text-right">{t("step")}</Th>
                <Th>{t("logged")}</Th>
              </tr>
            </thead>
            <tbody>
              {metrics.map(({ key, value, step, at }) => (
                <Tr key={key}>
                  <Td className="max-w-72 break-words font-mono text-xs">{key}</Td>
                  <Td className="nums text-right" title={String(value)}>
                    {metricText(value, locale)}
                  </Td>
                  <Td className="nums text-right">{number(step, locale)}</Td>
                  <Td>{at ? <RelativeTime at={at} /> : null}</Td>
                </Tr>
              ))}
            </tbody>
          </Table>
          {query.hasNextPage ? (
            <LoadMore
              shown={metrics.length}
              hasMore
              busy={query.isFetchingNextPage}
              onMore={() => void query.fetchNextPage()}
            />
          ) : null}
        </div>
      )}
    </Card>
  );
}
