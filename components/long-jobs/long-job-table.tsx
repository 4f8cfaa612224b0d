"use client";
import { useTranslations } from "next-intl";
import { Duration, RelativeTime } from "@/components/time/time";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { LongJobView } from "@/lib/long-jobs/schema";
import { LongJobDeed } from "./long-job-deed";
import { LongJobProgress } from "./long-job-progress";
import { LongJobState } from "./long-job-state";

type LongJobTableProps = { jobs: readonly LongJobView[]; permissions: readonly string[] };

/** Long work of the product itself, the newest first. */
export function LongJobTable({ jobs, permissions }: LongJobTableProps) {
  const t = useTranslations("long_jobs");
  return (
    <Table cards label={t("title")}>
      <thead>
        <tr>
          <Th>{t("job")}</Th>
          <Th>{t("state")}</Th>
          <Th>{t("progress")}</Th>
          <Th>{t("started_by")}</Th>
          <Th>{t("created")}</Th>
          <Th>{t("took")}</Th>
          <Th>
            <span className="sr-only">{t("actions")}</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {jobs.map((job) => (
          <Tr key={job.id}>
            <Td>
              <span className="block whitespace-nowrap font-medium">
                {t.has(`kinds.${job.kind}` as "kinds.delete-pipeline")
                  ? t(`kinds.${job.kind}` as "kinds.delete-pipeline")
                  : job.kind}
              </span>
              <span className="block max-w-60 truncate text-fg-muted text-xs" title={job.subject}>
                {job.subject}
              </span>
            </Td>
            <Td>
              <LongJobState state={job.state} isCancelling={job.is_cancelling} />
              {job.error === null ? null : (
                <p className="min-w-48 max-w-96 break-words py-0.5 text-xs">
                  {job.error}{" "}
                  {job.next_at ? <RelativeTime at={job.next_at} className="text-fg-muted" /> : null}
                </p>
              )}
            </Td>
            <Td>
              <LongJobProgress job={job} />
            </Td>
            <Td className="whitespace-nowrap">{job.created_by}</Td>
            <Td>
              <RelativeTime at={job.created_at} />
            </Td>
            <Td>{job.started_at ? <Duration from={job.started_at} to={job.ended_at} /> : null}</Td>
            <Td className="text-right">
              {job.permissions.every((one) => permissions.includes(one)) ? <LongJobDeed job={job} /> : null}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
