"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { useTranslations } from "next-intl";
import { Duration, RelativeTime } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { useErrorText } from "@/components/ui/states";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { toast } from "@/components/ui/toaster";
import type { JobView } from "@/lib/jobs/schema";
import { troubleFirst, useJobWords } from "./job-words";
import { runJob } from "./queries";

const TONE = {
  waiting: "neutral",
  running: "info",
  failing: "danger",
  stuck: "danger",
  silent: "warning",
} as const;

/** The product's periodic jobs, one row for each job and process. */
export function JobTable({ jobs, canWrite }: { jobs: readonly JobView[]; canWrite: boolean }) {
  const t = useTranslations("jobs");
  if (jobs.length === 0) return <p className="p-4 text-fg-muted text-sm">{t("none")}</p>;
  return (
    <Table cards label={t("title")}>
      <thead>
        <tr>
          <Th>{t("job")}</Th>
          <Th>{t("state")}</Th>
          <Th>{t("schedule")}</Th>
          <Th>{t("last_run")}</Th>
          <Th>{t("took")}</Th>
          <Th>{t("next_run")}</Th>
          <Th>{t("process")}</Th>
          {canWrite ? (
            <Th>
              <span className="sr-only">{t("actions")}</span>
            </Th>
          ) : null}
        </tr>
      </thead>
      <tbody>
        {troubleFirst(jobs).map((job) => (
          <JobRow key={`${job.name} ${job.process}`} job={job} canWrite={canWrite} />
        ))}
      </tbody>
    </Table>
  );
}

function JobRow({ job, canWrite }: { job: JobView; canWrite: boolean }) {
  const t = useTranslations("jobs");
  const words = useJobWords();
  return (
    <Tr>
      <Td className="whitespace-nowrap font-medium">{words.name(job.name)}</Td>
      <Td>
        <Badge tone={TONE[job.state]}>{t(`states.${job.state}`)}</Badge>
        <Trouble job={job} />
      </Td>
      <Td className="nums whitespace-nowrap">{words.every(job)}</Td>
      <Td>{job.last_ended_at ? <RelativeTime at={job.last_ended_at} /> : null}</Td>
      <Td>
        {job.state === "running" && job.last_started_at ? (
          <Duration from={job.last_started_at} />
        ) : job.took_ms === null ? null : (
          <Duration ms={job.took_ms} />
        )}
      </Td>
      <Td>{tellsNext(job) && job.next_at ? <RelativeTime at={job.next_at} /> : null}</Td>
      <Td className="whitespace-nowrap font-mono text-xs">{job.process}</Td>
      {canWrite ? (
        <Td className="text-right">{job.state === "silent" ? null : <RunNow name={job.name} />}</Td>
      ) : null}
    </Tr>
  );
}

/** Rows are up to ten seconds old, so the next run of a job with a shorter interval is not shown. */
const SHORT_PACE_MS = 15_000;
const tellsNext = ({ state, every_ms }: JobView) =>
  state !== "silent" && (state === "failing" || every_ms === null || every_ms > SHORT_PACE_MS);

/** Why it failed and how often in a row; for a silent one, since when. */
function Trouble({ job }: { job: JobView }) {
  const t = useTranslations("jobs");
  if (job.state === "silent")
    return (
      <p className="flex flex-wrap gap-x-1 text-fg-muted text-xs">
        {t("silent_since")} <RelativeTime at={job.seen_at} />
      </p>
    );
  if (job.state !== "failing" && job.state !== "stuck") return null;
  return (
    <p className="min-w-48 max-w-96 break-words py-0.5 text-xs">
      {job.error}
      {job.failures_in_row > 1 ? (
        <span className="text-fg-muted"> {t("in_a_row", { count: job.failures_in_row })}</span>
      ) : null}
    </p>
  );
}

function RunNow({ name }: { name: string }) {
  const t = useTranslations("jobs");
  const words = useJobWords();
  const errorText = useErrorText();
  const client = useQueryClient();
  const run = useMutation({
    mutationFn: () => runJob(name),
    onSuccess: () => {
      toast.success(t("asked", { job: words.name(name) }));
      void client.invalidateQueries({ queryKey: ["jobs"] });
    },
    onError: (error) => void toast.error(errorText(error).text),
  });
  return (
    <Button
      size="sm"
      variant="ghost"
      icon={Play}
      busy={run.isPending}
      aria-label={t("run_name", { job: words.name(name) })}
      onClick={() => run.mutate()}
    >
      {t("run")}
    </Button>
  );
}
