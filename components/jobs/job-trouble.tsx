"use client";
import { CircleAlert } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import type { JobView } from "@/lib/jobs/schema";
import { isTrouble, useJobWords } from "./job-words";

/** At the top of the page: the jobs that fail or are silent. */
export function JobTrouble({ jobs, to }: { jobs: readonly JobView[]; to: string }) {
  const t = useTranslations("jobs");
  const format = useFormatter();
  const words = useJobWords();
  const names = [...new Set(jobs.filter(isTrouble).map(({ name }) => words.name(name)))];
  if (names.length === 0) return null;
  return (
    <div role="alert" className="rounded-lg border border-danger bg-surface text-sm">
      <a href={to} className="flex items-center gap-2 rounded-lg px-4 py-2 hover:bg-surface-2">
        <CircleAlert className="size-4 shrink-0 text-danger" aria-hidden />
        {t("trouble", { count: names.length, jobs: format.list(names) })}
      </a>
    </div>
  );
}
