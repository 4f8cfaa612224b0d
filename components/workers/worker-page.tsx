"use client";
import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { PageHeader } from "@/components/layout/page-header";
import { LogsLink } from "@/components/log-links/logs-link";
import { runHref } from "@/components/runs/run-href";
import { useNow } from "@/components/time/clock";
import { Duration, RelativeTime } from "@/components/time/time";
import { Card } from "@/components/ui/card";
import { Id } from "@/components/ui/id";
import { Link } from "@/components/ui/link";
import { TableSkeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { StatusBadge } from "@/components/ui/status";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { number } from "@/lib/client/format";
import type { WorkerDetail } from "@/lib/tasks/schema";
import { workerQueries } from "./queries";
import { WorkerLoad } from "./worker-load";
import { WorkerMenu } from "./worker-menu";
import { Isolation, StateBadge } from "./worker-table";

/** One worker: what it is, what it used in the last hour, and what it ran. */
export function WorkerPage({ id, canOrder }: { id: string; canOrder: boolean }) {
  const t = useTranslations("workers");
  const found = useQuery(workerQueries.worker(id));
  if (found.isError && !found.data)
    return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <TableSkeleton rows={6} label={t("loading")} />;
  return <Shown worker={found.data} canOrder={canOrder} />;
}

function Shown({ worker, canOrder }: { worker: WorkerDetail; canOrder: boolean }) {
  const t = useTranslations("workers");
  const locale = useLocale();
  const now = new Date(useNow(true)).getTime();
  const facts: [string, ReactNode][] = [
    [t("version"), worker.version ?? "–"],
    [t("queues"), worker.queues.join(", ")],
    [t("running"), `${worker.running} / ${worker.concurrency}`],
    [t("done_hour"), number(worker.done, locale)],
    [t("failed_hour"), number(worker.failed, locale)],
    [t("cpu"), <WorkerLoad key="cpu" samples={worker.samples} now={now} what="cpu" width={160} />],
    [t("memory"), <WorkerLoad key="memory" samples={worker.samples} now={now} what="memory" width={160} />],
    [t("isolation"), <Isolation key="isolation" worker={worker} />],
    [t("heartbeat"), <RelativeTime key="heartbeat" at={worker.last_heartbeat_at} />],
    [t("up"), <Duration key="up" from={worker.started_at} to={worker.stopped_at} />],
  ];
  return (
    <>
      <PageHeader
        title={`${worker.host}:${worker.pid}`}
        badges={<StateBadge worker={worker} now={now} />}
        description={<Id id={worker.id} />}
        actions={
          <>
            <LogsLink
              ids={{ worker: worker.id }}
              span={{ from: worker.started_at, to: worker.stopped_at }}
              of={worker.host}
            />
            {canOrder ? <WorkerMenu worker={worker} /> : null}
          </>
        }
      />
      <Card>
        <dl className="grid grid-cols-2 gap-x-6 gap-y-3 text-sm sm:grid-cols-3 lg:grid-cols-5">
          {facts.map(([name, value]) => (
            <div key={name} className="min-w-0">
              <dt className="text-fg-muted text-xs">{name}</dt>
              <dd className="nums min-w-0 break-words">{value}</dd>
            </div>
          ))}
        </dl>
      </Card>
      <Card title={t("recent")} flush>
        <Attempts rows={worker.recent} />
      </Card>
    </>
  );
}

function Attempts({ rows }: { rows: WorkerDetail["recent"] }) {
  const t = useTranslations("workers");
  if (rows.length === 0) return <p className="p-4 text-fg-muted text-sm">{t("no_recent")}</p>;
  return (
    <Table label={t("recent")}>
      <thead>
        <tr>
          <Th>{t("task")}</Th>
          <Th>{t("pipeline")}</Th>
          <Th>{t("state")}</Th>
          <Th>{t("began")}</Th>
          <Th className="text-right">{t("took")}</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Tr key={row.id}>
            <Td>
              <Link href={`${runHref(row.dag_id, row.run_id, row.task_id)}`} className="hover:underline">
                {row.number > 1 ? t("try", { task: row.task_id, number: row.number }) : row.task_id}
              </Link>
            </Td>
            <Td>
              <Link href={`/pipelines/${encodeURIComponent(row.dag_id)}`} className="hover:underline">
                {row.dag_id}
              </Link>
            </Td>
            <Td>
              <StatusBadge state={row.state} />
            </Td>
            <Td>{row.started_at ? <RelativeTime at={row.started_at} /> : null}</Td>
            <Td className="nums text-right">
              {row.started_at ? <Duration from={row.started_at} to={row.finished_at} /> : null}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
