"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useCallback, useDeferredValue } from "react";
import { SearchInput } from "@/components/ui/input";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { ErrorState } from "@/components/ui/states";
import { FullSize } from "./full-size";
import { LatestTable } from "./latest-table";
import { MetricGrid } from "./metric-grid";
import { MetricToolbar } from "./metric-toolbar";
import { metricQueries } from "./queries";
import { GROUPS, useMetricView } from "./use-metric-view";

const KEYS_A_PAGE = 200;

type Props = { runId: string; isRunning: boolean };

/** The metrics of a run: latest values and a chart of each, those of the machine apart from those of the model. */
export function RunMetrics({ runId, isRunning }: Props) {
  const t = useTranslations("charts");
  const { view, setView } = useMetricView();
  const search = useDeferredValue(view.metric.trim());
  const wish = (group: "model" | "system") => ({ search, group, limit: KEYS_A_PAGE });
  const pages = {
    model: useInfiniteQuery(metricQueries.latest(runId, wish("model"), isRunning)),
    system: useInfiniteQuery(metricQueries.latest(runId, wish("system"), isRunning)),
  };
  const all = {
    model: useInfiniteQuery(metricQueries.latest(runId, { ...wish("model"), search: "" }, isRunning)),
    system: useInfiniteQuery(metricQueries.latest(runId, { ...wish("system"), search: "" }, isRunning)),
  };
  const count = (group: "model" | "system") => all[group].data?.pages[0]?.total ?? 0;
  const group = view.group === "model" && count("model") === 0 && count("system") > 0 ? "system" : view.group;
  const query = pages[group];
  const keys = query.data?.pages.flatMap(({ data }) => data.map(({ key }) => key)) ?? [];
  const found = query.data?.pages[0]?.total ?? 0;
  const { fetchNextPage, isFetchingNextPage } = query;
  const more = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, isFetchingNextPage]);
  const hidden = count(group) - found;
  return (
    <>
      <LatestTable runId={runId} search={search} group={group} isRunning={isRunning} />
      <section aria-label={t("charts")} className="grid min-w-0 gap-3">
        <div className="flex flex-wrap items-center gap-2">
          <h2 className="mr-auto font-semibold text-sm">{t("charts")}</h2>
          {count("system") > 0 && count("model") > 0 ? (
            <SegmentedControl
              label={t("group")}
              options={GROUPS.map((value) => ({
                value,
                label: t(`groups.${value}`, { count: count(value) }),
              }))}
              value={group}
              onChange={(next) => void setView({ group: next, zoom: null })}
            />
          ) : null}
          <SearchInput
            label={t("find_metric")}
            clearLabel={t("search_clear")}
            className="w-44"
            value={view.metric}
            onChange={(metric) => void setView({ metric: metric || null })}
          />
        </div>
        <div className="flex flex-wrap items-center gap-2">
          <MetricToolbar view={view} setView={setView} />
        </div>
        <p role="status" className="nums text-fg-subtle text-xs">
          {query.isPending
            ? null
            : found === 0
              ? t(count(group) > 0 ? "no_match" : "no_metrics")
              : keys.length < found
                ? t("charts_listed", { shown: keys.length, total: found })
                : null}
          {hidden > 0 && !query.isPlaceholderData ? ` ${t("charts_hidden", { count: hidden })}` : null}
        </p>
        {query.isError ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <MetricGrid
            runId={runId}
            keys={keys}
            view={view}
            setView={setView}
            isRunning={isRunning}
            hasMore={query.hasNextPage}
            onMore={more}
          />
        )}
        {view.full !== null ? (
          <FullSize runId={runId} metric={view.full} view={view} setView={setView} isRunning={isRunning} />
        ) : null}
      </section>
    </>
  );
}
