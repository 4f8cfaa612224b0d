"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { AxisPager } from "@/components/runs/axis-pager";
import { trendOf, versionsBetween } from "@/components/runs/trend";
import { TrendWords } from "@/components/runs/trend-words";
import { Card } from "@/components/ui/card";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Select } from "@/components/ui/select";
import { TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState, FilterEmpty } from "@/components/ui/states";
import { useStateLabel } from "@/components/ui/status";
import { cn } from "@/lib/client/cn";
import { RUN_TYPES } from "@/lib/runs/values";
import { HistoryChart } from "./history-chart";
import { HistoryFigures } from "./history-figures";
import { METRICS } from "./history-model";
import { HistoryTable } from "./history-table";
import { type HistoryWindow, taskHistoryQuery } from "./queries";

/** Stands for no filter in a select, whose values must not be empty. */
const ANY = " any";
const STATES = ["success", "failed", "running", "up_for_retry", "upstream_failed", "skipped", "cancelled"];

/** A task over the runs of its pipeline: what it took, how it ended, and what has changed. */
export function TaskHistory({ dagId, taskId }: { dagId: string; taskId: string }) {
  const t = useTranslations("task_history");
  const runs = useTranslations("runs");
  const label = useStateLabel();
  const [at, go] = useQueryStates({
    state: parseAsString,
    type: parseAsString,
    version: parseAsInteger,
    columns: parseAsInteger.withDefault(50),
    from: parseAsString,
    show: parseAsStringLiteral(METRICS).withDefault("ran"),
  });
  const { show, ...view } = at;
  const history = useQuery(taskHistoryQuery(dagId, taskId, bounded(view)));
  const lines = history.data?.data;
  const change = useMemo(() => {
    const successes = lines
      ?.filter(({ state, ran_ms }) => state === "success" && ran_ms !== null)
      .toReversed();
    return {
      trend: trendOf(successes?.map(({ ran_ms }) => ran_ms ?? 0) ?? []),
      versions: versionsBetween(successes?.map(({ version }) => version) ?? []),
    };
  }, [lines]);
  if (history.isError) return <ErrorState error={history.error} onRetry={() => void history.refetch()} />;
  if (!history.data || !lines) return <TableSkeleton rows={12} label={t("loading")} />;
  const isFiltered = view.state !== null || view.type !== null || view.version !== null;
  if (lines.length === 0 && !isFiltered && view.from === null)
    return <EmptyState title={t("none")} description={t("none_detail")} className="py-6" />;
  const any = (text: string) => ({ value: ANY, label: text });
  const { trend, versions } = change;
  return (
    <>
      <Card
        title={t("over_runs")}
        description={t("over_runs_detail", { count: lines.length })}
        actions={
          <>
            <Select
              label={runs("state")}
              className="w-36"
              value={view.state ?? ANY}
              onChange={(state) => void go({ state: state === ANY ? null : state, from: null })}
              options={[
                any(runs("any_state")),
                ...[...new Set([...STATES, ...(view.state ? [view.state] : [])])].map((value) => ({
                  value,
                  label: label(value),
                })),
              ]}
            />
            <Select
              label={runs("type")}
              className="w-32"
              value={view.type ?? ANY}
              onChange={(type) => void go({ type: type === ANY ? null : type, from: null })}
              options={[
                any(runs("any_type")),
                ...RUN_TYPES.map((value) => ({ value, label: runs(`types.${value}`) })),
              ]}
            />
            <AxisPager
              columns={view.columns}
              onColumns={(columns) => void go({ columns, from: null })}
              from={view.from}
              newer={history.data.newer}
              older={history.data.older}
              onFrom={(from) => void go({ from })}
            />
          </>
        }
      >
        {lines.length === 0 ? (
          <FilterEmpty
            filters={[view.state ? label(view.state) : "", view.type ?? ""].filter(Boolean)}
            onClear={() => void go({ state: null, type: null, version: null, from: null })}
          />
        ) : (
          <div className={cn("grid gap-4", history.isPlaceholderData && "opacity-60 transition-opacity")}>
            <HistoryFigures lines={lines} />
            {trend.kind === "slower" || trend.kind === "faster" ? (
              <TrendWords dagId={dagId} taskId={taskId} trend={trend} versions={versions} />
            ) : (
              <p className="text-fg-muted text-sm">
                {trend.kind === "few" ? t("trend_few", { count: trend.needs }) : t("trend_steady")}
              </p>
            )}
            <div className="max-w-full overflow-x-auto">
              <SegmentedControl
                label={t("show")}
                value={show}
                onChange={(metric) => void go({ show: metric })}
                options={METRICS.map((value) => ({ value, label: t(`metric.${value}`) }))}
              />
            </div>
            <HistoryChart dagId={dagId} taskId={taskId} lines={lines} metric={show} />
          </div>
        )}
      </Card>
      {lines.length > 0 ? (
        <Card title={t("table")} flush>
          <HistoryTable dagId={dagId} taskId={taskId} lines={lines} />
        </Card>
      ) : null}
    </>
  );
}

function bounded(view: HistoryWindow): HistoryWindow {
  return { ...view, columns: Math.min(Math.max(view.columns, 1), 365) };
}
