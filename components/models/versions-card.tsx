"use client";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { GitCompareArrows } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { parseAsArrayOf, parseAsInteger, useQueryState } from "nuqs";
import { metricText } from "@/components/experiments/metric-text";
import { trainingRunHref } from "@/components/experiments/queries";
import { RelativeTime } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/choice";
import { Link } from "@/components/ui/link";
import { LoadMore } from "@/components/ui/load-more";
import { TableSkeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { RegisteredModelDetail } from "@/lib/models/schema";
import { AliasChip } from "./alias-chip";
import { EndpointChip } from "./endpoint-chip";
import { compareHref, modelQueries, versionHref } from "./queries";

const MOST_METRICS = 6;

/** Versions, the newest first, with the metrics of their runs. Two that are ticked are compared. */
export function VersionsCard({ model }: { model: RegisteredModelDetail }) {
  const t = useTranslations("models");
  const locale = useLocale();
  const [ticked, setTicked] = useQueryState("pick", parseAsArrayOf(parseAsInteger).withDefault([]));
  const metrics = model.metric_keys.slice(0, MOST_METRICS);
  const list = useInfiniteQuery({
    ...modelQueries.versions(model.name, metrics),
    placeholderData: keepPreviousData,
  });
  const rows = list.data?.pages.flatMap((page) => page.data);
  const [base, other] = ticked.toSorted((a, b) => a - b);
  const tick = (number: number, on: boolean) =>
    void setTicked(on ? [...ticked, number].slice(-2) : ticked.filter((one) => one !== number));
  return (
    <Card
      flush
      title={t("versions")}
      description={
        model.metric_keys.length > MOST_METRICS
          ? t("metrics_shown", { shown: MOST_METRICS, count: model.metric_keys.length })
          : undefined
      }
      actions={
        base !== undefined && other !== undefined ? (
          <Button size="sm" asChild>
            <Link href={compareHref(model.name, base, other)}>
              <GitCompareArrows aria-hidden />
              {t("compare_two", { base, other })}
            </Link>
          </Button>
        ) : model.version_count > 1 ? (
          <span className="text-fg-subtle text-xs">{t("tick_two")}</span>
        ) : null
      }
    >
      {list.isPending ? (
        <TableSkeleton rows={4} label={t("versions")} />
      ) : !rows ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : rows.length === 0 ? (
        <p className="px-4 py-6 text-center text-fg-muted text-sm">{t("no_versions")}</p>
      ) : (
        <Table cards label={t("versions")}>
          <thead>
            <tr>
              <Th className="w-8">
                <span className="sr-only">{t("compare")}</span>
              </Th>
              <Th>{t("version_number")}</Th>
              <Th>{t("aliases")}</Th>
              <Th>{t("stage")}</Th>
              {metrics.map((key) => (
                <Th key={key} className="text-right font-mono">
                  {key}
                </Th>
              ))}
              <Th>{t("run")}</Th>
              <Th>{t("created")}</Th>
              <Th>{t("created_by")}</Th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Tr key={row.number}>
                <Td>
                  <Checkbox
                    labelHidden
                    label={t("pick", { number: row.number })}
                    checked={ticked.includes(row.number)}
                    onChange={(on) => tick(row.number, on)}
                  />
                </Td>
                <Td>
                  <Link
                    className="nums whitespace-nowrap font-medium hover:underline"
                    href={versionHref(model.name, row.number)}
                  >
                    {t("version", { number: row.number })}
                  </Link>
                </Td>
                <Td>
                  <span className="flex gap-1">
                    {row.aliases.map((alias) => (
                      <AliasChip
                        key={alias}
                        alias={alias}
                        guarded={model.aliases.some((one) => one.alias === alias && one.guarded)}
                      />
                    ))}
                    {row.endpoints.map((one) => (
                      <EndpointChip key={one} name={one} />
                    ))}
                  </span>
                </Td>
                <Td>{row.stage === "None" ? null : <Badge>{row.stage}</Badge>}</Td>
                {metrics.map((key) => {
                  const value = row.metrics[key];
                  return (
                    <Td key={key} className="nums text-right">
                      {value === undefined ? null : metricText(value, locale)}
                    </Td>
                  );
                })}
                <Td className="max-w-48 truncate">
                  {row.run ? (
                    <Link
                      className="hover:underline"
                      href={trainingRunHref(row.run.experiment_id, row.run.id)}
                    >
                      {row.run.name}
                    </Link>
                  ) : null}
                </Td>
                <Td className="whitespace-nowrap">
                  <RelativeTime at={row.created_at} />
                </Td>
                <Td className="whitespace-nowrap">{row.created_by}</Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
      {list.hasNextPage && rows ? (
        <LoadMore
          shown={rows.length}
          hasMore
          busy={list.isFetchingNextPage}
          onMore={() => void list.fetchNextPage()}
        />
      ) : null}
    </Card>
  );
}
