"use client";
import { useTranslations } from "next-intl";
import { RelativeTime } from "@/components/time/time";
import type { PipelineSummary } from "@/lib/pipelines/schema";

/** When the schedule starts the next run, or why it starts none. */
export function NextRun({ row }: { row: PipelineSummary }) {
  const t = useTranslations("pipelines");
  if (row.schedule === null || row.schedule_problem) return null;
  if (row.schedule_ended) return <span className="text-fg-subtle">{t("schedule_ended")}</span>;
  if (row.is_paused) return <span className="text-fg-subtle">{t("paused")}</span>;
  if (row.next_run_at === null || row.stale_at !== null)
    return <span className="text-fg-subtle">{t("no_next_run")}</span>;
  return <RelativeTime at={row.next_run_at} />;
}
