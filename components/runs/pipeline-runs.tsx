"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Duration, RelativeTime } from "@/components/time/time";
import { Card } from "@/components/ui/card";
import { TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { StatusBadge } from "@/components/ui/status";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { runQueries } from "./queries";
import { RunGrid, runHref } from "./run-grid";

/** A pipeline's recent runs: against its tasks, and as a list. */
export function PipelineRuns({ dagId }: { dagId: string }) {
  const t = useTranslations("runs");
  const grid = useQuery(runQueries.grid(dagId));
  const runs = useQuery(runQueries.ofPipeline(dagId));
  const failed = [grid, runs].find((query) => query.isError);
  if (failed) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!grid.data || !runs.data) return <TableSkeleton rows={10} label={t("loading")} />;
  if (runs.data.data.length === 0)
    return <EmptyState title={t("no_runs")} description={t("no_runs_detail")} />;
  return (
    <>
      <RunGrid dagId={dagId} grid={grid.data} />
      <Card title={t("list")} flush>
        <Table label={t("list")}>
          <thead>
            <tr>
              <Th>{t("run")}</Th>
              <Th>{t("state")}</Th>
              <Th>{t("type")}</Th>
              <Th>{t("logical_date")}</Th>
              <Th>{t("duration")}</Th>
            </tr>
          </thead>
          <tbody>
            {runs.data.data.map((run) => (
              <Tr key={run.id}>
                <Td>
                  <Link href={runHref(dagId, run.id)} className="font-medium hover:underline">
                    {run.run_key}
                  </Link>
                </Td>
                <Td>
                  <StatusBadge state={run.state} />
                </Td>
                <Td>{run.run_type}</Td>
                <Td>{run.logical_date ? <RelativeTime at={run.logical_date} /> : null}</Td>
                <Td className="nums">
                  {run.started_at ? <Duration from={run.started_at} to={run.finished_at} /> : null}
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      </Card>
    </>
  );
}
