"use client";
import { useQuery } from "@tanstack/react-query";
import { Cpu } from "lucide-react";
import { useTranslations } from "next-intl";
import { JobTable } from "@/components/jobs/job-table";
import { JobTrouble } from "@/components/jobs/job-trouble";
import { jobQueries } from "@/components/jobs/queries";
import { LongJobTable } from "@/components/long-jobs/long-job-table";
import { longJobQueries } from "@/components/long-jobs/queries";
import { Card } from "@/components/ui/card";
import { TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { KindTable } from "./kind-table";
import { workerQueries } from "./queries";
import { QueueTable } from "./queue-table";
import { WaitingTable } from "./waiting-table";
import { WorkerTable } from "./worker-table";

const JOBS = "jobs";

/** Workers with their tasks, what waits for them, and the product's jobs. */
export function WorkersView({ permissions }: { permissions: readonly string[] }) {
  const canWrite = permissions.includes("runs:write");
  const t = useTranslations("workers");
  const jobWords = useTranslations("jobs");
  const longWords = useTranslations("long_jobs");
  const longJobs = useQuery(longJobQueries.list());
  const jobs = useQuery(jobQueries.list());
  const workers = useQuery(workerQueries.workers());
  const queues = useQuery(workerQueries.queues());
  const waiting = useQuery(workerQueries.waiting());
  const kinds = useQuery(workerQueries.kinds());
  const failed = [workers, queues, waiting, kinds, jobs, longJobs].find(
    (query) => query.isError && !query.data,
  );
  if (failed) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!workers.data || !queues.data || !waiting.data || !kinds.data || !jobs.data || !longJobs.data)
    return <TableSkeleton rows={6} label={t("loading")} />;
  return (
    <>
      <JobTrouble jobs={jobs.data.data} to={`#${JOBS}`} />
      <Card title={t("workers")} flush>
        {workers.data.data.length === 0 ? (
          <EmptyState icon={<Cpu aria-hidden />} title={t("none")} description={t("none_detail")} />
        ) : (
          <WorkerTable workers={workers.data.data} canOrder={permissions.includes("settings:write")} />
        )}
        {workers.data.more_stopped > 0 ? (
          <p className="px-3 py-2 text-fg-subtle text-xs">
            {t("more_stopped", { count: workers.data.more_stopped })}
          </p>
        ) : null}
      </Card>
      <Card title={t("waits")} flush>
        <WaitingTable waiting={waiting.data} canWrite={canWrite} />
      </Card>
      <Card title={t("queues")} flush>
        <QueueTable queues={queues.data.data} />
      </Card>
      <Card title={t("kinds")} description={t("kinds_detail")} flush>
        <KindTable kinds={kinds.data.data} />
      </Card>
      {longJobs.data.data.length > 0 ? (
        <Card title={longWords("title")} description={longWords("description")} flush>
          <LongJobTable jobs={longJobs.data.data} permissions={permissions} />
        </Card>
      ) : null}
      <div id={JOBS} className="min-w-0 scroll-mt-4">
        <Card title={jobWords("title")} description={jobWords("description")} flush>
          <JobTable jobs={jobs.data.data} canWrite={canWrite} />
        </Card>
      </div>
    </>
  );
}
