"use client";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { parseAsBoolean, useQueryState } from "nuqs";
import { useMemo } from "react";
import { timeTicks } from "@/components/charts/nice-ticks";
import { useNow, useTimeZone } from "@/components/time/clock";
import { Card } from "@/components/ui/card";
import { Switch } from "@/components/ui/choice";
import { TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { duration } from "@/lib/client/format";
import { durationRows } from "./duration-model";
import { DurationTable } from "./duration-table";
import { shortNames } from "./grid-axis";
import { barTop } from "./grid-bars";
import { DURATION_RUNS, NEWEST, runQueries } from "./queries";
import { runHref } from "./run-href";
import { TaskDurations } from "./task-durations";
import { useRunName } from "./use-run-name";
import { WhatChanged } from "./what-changed";

/** The chart library is larger than the page, so it is loaded on demand. */
const StackedBars = dynamic(
  () => import("@/components/charts/stacked-bars").then((module) => module.StackedBars),
  { ssr: false, loading: () => <div className="h-[280px]" /> },
);

const COLORS: Record<string, string> = {
  success: "var(--state-success)",
  failed: "var(--state-failed)",
  running: "var(--state-running)",
  cancelled: "var(--state-cancelled)",
};

/** What has become slower, and the running times behind it: of runs and of tasks. */
export function RunDurations({ dagId }: { dagId: string }) {
  const t = useTranslations("pipeline_durations");
  const runs = useTranslations("runs");
  const router = useRouter();
  const nameOf = useRunName();
  const [locale, zone] = [useLocale(), useTimeZone()];
  const [withWait, setWithWait] = useQueryState("waiting", parseAsBoolean.withDefault(false));
  const grid = useQuery(runQueries.grid(dagId, { ...NEWEST, columns: DURATION_RUNS }));
  const now = new Date(useNow(true)).getTime();
  const shorts = useMemo(
    () => shortNames(grid.data?.runs.toReversed() ?? [], { locale, zone }),
    [grid.data, locale, zone],
  );
  if (grid.isError) return <ErrorState error={grid.error} onRetry={() => void grid.refetch()} />;
  if (!grid.data) return <TableSkeleton rows={8} label={runs("loading_list")} />;
  if (grid.data.runs.length === 0)
    return <EmptyState title={runs("no_runs")} description={runs("no_runs_detail")} className="py-6" />;
  const rows = durationRows(grid.data.runs, now);
  const heights = rows.map(({ runMs, waitMs }) => runMs + (withWait ? waitMs : 0));
  const ticks = timeTicks(barTop(heights));
  const format = (ms: number) => duration(ms, locale);
  return (
    <>
      <WhatChanged dagId={dagId} grid={grid.data} />
      <Card
        title={t("runs")}
        description={t("runs_detail", { count: rows.length })}
        actions={<Switch label={t("with_wait")} checked={withWait} onChange={(on) => void setWithWait(on)} />}
      >
        <div aria-hidden>
          <StackedBars
            bars={rows.map((row, at) => ({
              id: row.id,
              label: nameOf(row.run),
              short: shorts[at] ?? "",
              href: runHref(dagId, row.id),
              base: withWait ? row.waitMs : 0,
              value: row.runMs,
              line: withWait ? null : row.medianMs,
              color: COLORS[row.state] ?? "var(--state-none)",
            }))}
            names={{
              base: withWait ? runs("waited") : null,
              value: runs("ran"),
              line: withWait ? null : runs("median"),
            }}
            format={format}
            ticks={ticks}
            onSelect={(href) => router.push(href)}
          />
        </div>
        {Math.max(...heights) > (ticks.at(-1) ?? 0) ? (
          <p className="text-fg-subtle text-xs">{t("cut", { top: format(ticks.at(-1) ?? 0) })}</p>
        ) : null}
      </Card>
      <TaskDurations dagId={dagId} grid={grid.data} shorts={shorts} />
      <Card title={runs("durations_table")} flush>
        <DurationTable dagId={dagId} rows={rows.toReversed()} />
      </Card>
    </>
  );
}
