"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Duration, RelativeTime } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { useErrorText } from "@/components/ui/states";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { toast } from "@/components/ui/toaster";
import type { LongJobView } from "@/lib/long-jobs/schema";
import { LongJobProgress } from "./long-job-progress";
import { cancelLongJob, retryLongJob } from "./queries";

const TONE = {
  queued: "neutral",
  running: "info",
  succeeded: "success",
  failed: "danger",
  cancelled: "neutral",
} as const;

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
              <Badge tone={TONE[job.state]}>
                {job.is_cancelling ? t("cancelling") : t(`states.${job.state}`)}
              </Badge>
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
              {job.permissions.every((one) => permissions.includes(one)) ? <Deed job={job} /> : null}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

/** Cancel what goes on, run again what did not come to its end. */
function Deed({ job }: { job: LongJobView }) {
  const t = useTranslations("long_jobs");
  const errorText = useErrorText();
  const client = useQueryClient();
  const active = job.state === "queued" || job.state === "running";
  const deed = useMutation({
    mutationFn: () => (active ? cancelLongJob(job.id) : retryLongJob(job.id)),
    onSuccess: () => void client.invalidateQueries({ queryKey: ["long_jobs"] }),
    onError: (error) => void toast.error(errorText(error).text),
  });
  if (job.state === "succeeded") return null;
  return (
    <Button
      size="sm"
      variant="ghost"
      busy={deed.isPending}
      disabled={job.is_cancelling}
      aria-label={t(active ? "cancel_name" : "retry_name", { subject: job.subject })}
      onClick={() => deed.mutate()}
    >
      {t(active ? "cancel" : "retry")}
    </Button>
  );
}
