"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { useErrorText } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import type { LongJobView } from "@/lib/long-jobs/schema";
import { cancelLongJob, retryLongJob } from "./queries";

/** What shows long jobs, by the first word of its keys. */
const AREAS = ["long_jobs", "materializations", "training_sets"];

type Job = Pick<LongJobView, "id" | "state" | "subject" | "is_cancelling">;

/** Cancel what goes on, run again what did not come to its end. */
export function LongJobDeed({ job }: { job: Job }) {
  const t = useTranslations("long_jobs");
  const errorText = useErrorText();
  const client = useQueryClient();
  const active = job.state === "queued" || job.state === "running";
  const deed = useMutation({
    mutationFn: () => (active ? cancelLongJob(job.id) : retryLongJob(job.id)),
    onSuccess: () =>
      void client.invalidateQueries({ predicate: ({ queryKey: [area] }) => AREAS.includes(String(area)) }),
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
