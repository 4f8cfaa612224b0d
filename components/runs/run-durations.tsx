"use client";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useNow } from "@/components/time/clock";
import { Duration } from "@/components/time/time";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { StatusBadge } from "@/components/ui/status";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { duration } from "@/lib/client/format";
import { type DurationRow, durationRows } from "./duration-model";
import { DURATION_RUNS, runQueries } from "./queries";
import { runHref } from "./run-href";
import { useRunName } from "./use-run-name";

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

/** Waiting and running times from old to new, to show trends. */
export function RunDurations({ dagId }: { dagId: string }) {
  const t = useTranslations("runs");
  const router = useRouter();
  const nameOf = useRunName();
  const locale = useLocale();
  const runs = useQuery(runQueries.newest(dagId));
  const now = new Date(useNow(true)).getTime();
  if (runs.isError) return <ErrorState error={runs.error} onRetry={() => void runs.refetch()} />;
  if (!runs.data) return <TableSkeleton rows={8} label={t("loading_list")} />;
  if (runs.data.data.length === 0)
    return <EmptyState title={t("no_runs")} description={t("no_runs_detail")} className="py-6" />;
  const rows = durationRows(runs.data.data, now);
  return (
    <>
      <Card title={t("durations")} description={t("durations_detail", { count: DURATION_RUNS })}>
        <div aria-hidden>
          <StackedBars
            bars={rows.map((row) => ({
              id: row.id,
              label: nameOf(row.run),
              href: runHref(dagId, row.id),
              base: row.waitMs,
              value: row.runMs,
              line: row.medianMs,
              color: COLORS[row.state] ?? "var(--state-none)",
            }))}
            names={{ base: t("waited"), value: t("ran"), line: t("median") }}
            format={(ms) => duration(ms, locale)}
            onSelect={(href) => router.push(href)}
          />
        </div>
      </Card>
      <Card title={t("durations_table")} flush>
        <DurationTable dagId={dagId} rows={rows.toReversed()} />
      </Card>
    </>
  );
}

/** The chart's twin for keyboards and screen readers, newest first. */
function DurationTable({ dagId, rows }: { dagId: string; rows: readonly DurationRow[] }) {
  const t = useTranslations("runs");
  const nameOf = useRunName();
  return (
    <Table label={t("durations_table")}>
      <thead>
        <tr>
          <Th>{t("run")}</Th>
          <Th>{t("state")}</Th>
          <Th>{t("waited")}</Th>
          <Th>{t("ran")}</Th>
          <Th>{t("median")}</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Tr key={row.id}>
            <Td className="whitespace-nowrap">
              <Link href={runHref(dagId, row.id)} title={row.run.run_key} className="hover:underline">
                {nameOf(row.run)}
              </Link>
            </Td>
            <Td>
              <StatusBadge state={row.state} />
            </Td>
            <Td>
              <Duration ms={row.waitMs} />
            </Td>
            <Td>
              <Duration ms={row.runMs} />
            </Td>
            <Td>{row.medianMs === null ? null : <Duration ms={row.medianMs} />}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
