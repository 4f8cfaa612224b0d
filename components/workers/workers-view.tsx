"use client";
import { useQuery } from "@tanstack/react-query";
import { Cpu } from "lucide-react";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { workerQueries } from "./queries";
import { QueueTable } from "./queue-table";
import { WorkerTable } from "./worker-table";

/** Who works, on what, and what waits for whom. */
export function WorkersView() {
  const t = useTranslations("workers");
  const workers = useQuery(workerQueries.workers());
  const queues = useQuery(workerQueries.queues());
  const failed = [workers, queues].find((query) => query.isError && !query.data);
  if (failed) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!workers.data || !queues.data) return <TableSkeleton rows={6} label={t("loading")} />;
  return (
    <>
      <Card title={t("queues")} flush>
        <QueueTable queues={queues.data.data} />
      </Card>
      <Card title={t("workers")} flush>
        {workers.data.data.length === 0 ? (
          <EmptyState icon={<Cpu aria-hidden />} title={t("none")} description={t("none_detail")} />
        ) : (
          <WorkerTable workers={workers.data.data} />
        )}
      </Card>
    </>
  );
}
