"use client";
import { useQuery } from "@tanstack/react-query";
import { Cpu } from "lucide-react";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { workerQueries } from "./queries";
import { QueueTable } from "./queue-table";
import { WaitingTable } from "./waiting-table";
import { WorkerTable } from "./worker-table";

/** Who works, on what, and what waits for whom. */
export function WorkersView({ canWrite }: { canWrite: boolean }) {
  const t = useTranslations("workers");
  const workers = useQuery(workerQueries.workers());
  const queues = useQuery(workerQueries.queues());
  const waiting = useQuery(workerQueries.waiting());
  const failed = [workers, queues, waiting].find((query) => query.isError && !query.data);
  if (failed) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!workers.data || !queues.data || !waiting.data) return <TableSkeleton rows={6} label={t("loading")} />;
  return (
    <>
      <Card title={t("waits")} flush>
        <WaitingTable waiting={waiting.data} canWrite={canWrite} />
      </Card>
      <Card title={t("queues")} flush>
        <QueueTable queues={queues.data.data} />
      </Card>
      <Card title={t("workers")} flush>
        {workers.data.data.length === 0 ? (
          <EmptyState icon={<Cpu aria-hidden />} title={t("none")} description={t("none_detail")} />
        ) : (
          <WorkerTable workers={workers.data.data} />
        )}
        {workers.data.more_stopped > 0 ? (
          <p className="px-3 py-2 text-fg-subtle text-xs">
            {t("more_stopped", { count: workers.data.more_stopped })}
          </p>
        ) : null}
      </Card>
    </>
  );
}
