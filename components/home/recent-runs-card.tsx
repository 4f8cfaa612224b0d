"use client";
import { useTranslations } from "next-intl";
import { RunRan } from "@/components/runs/run-facts";
import { runsHref } from "@/components/runs/runs-href";
import { useRunName } from "@/components/runs/use-run-name";
import { RelativeTime } from "@/components/time/time";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { StatusBadge } from "@/components/ui/status";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { RunLine } from "@/lib/home/schema";
import { pipelineHref, runHref } from "./hrefs";

export function RecentRunsCard({ runs }: { runs: readonly RunLine[] }) {
  const t = useTranslations("home");
  const nameOf = useRunName();
  return (
    <Card
      title={t("recent")}
      flush
      actions={
        <Link href={runsHref()} className="text-accent text-sm hover:underline">
          {t("all_runs")}
        </Link>
      }
    >
      <Table cards label={t("recent")}>
        <thead>
          <tr>
            <Th className="w-32">{t("state")}</Th>
            <Th>{t("pipeline")}</Th>
            <Th>{t("run")}</Th>
            <Th className="w-28 text-right">{t("took")}</Th>
            <Th className="w-32 text-right">{t("when")}</Th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <Tr key={run.run_id}>
              <Td>
                <StatusBadge state={run.state} />
              </Td>
              <Td className="font-medium">
                <Link href={pipelineHref(run.dag_id)} className="hover:underline">
                  {run.dag_id}
                </Link>
              </Td>
              <Td className="max-w-64 truncate">
                <Link href={runHref(run.dag_id, run.run_id)} title={run.run_key} className="hover:underline">
                  {nameOf(run)}
                </Link>
              </Td>
              <Td className="text-right">
                <RunRan run={run} />
              </Td>
              <Td className="text-right text-fg-muted">
                <RelativeTime at={run.first_started_at ?? run.started_at ?? run.queued_at} />
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}
