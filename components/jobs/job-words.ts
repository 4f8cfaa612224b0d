"use client";
import { useLocale, useTranslations } from "next-intl";
import { duration } from "@/lib/client/format";
import type { JobView } from "@/lib/jobs/schema";

/** The words for a job; one that this build has no words for is shown by its name. */
export function useJobWords() {
  const t = useTranslations("jobs");
  const locale = useLocale();
  return {
    name: (name: string) =>
      t.has(`names.${name}` as "names.retention") ? t(`names.${name}` as "names.retention") : name,
    every: ({ every_ms, cron, time_zone }: JobView) =>
      every_ms === null ? `${cron} (${time_zone})` : t("every", { time: duration(every_ms, locale) }),
  };
}

const TROUBLE: readonly JobView["state"][] = ["failing", "stuck", "silent"];
export const isTrouble = ({ state }: Pick<JobView, "state">): boolean => TROUBLE.includes(state);

/** What needs a look comes first; else the order that the server gave. */
export function troubleFirst(jobs: readonly JobView[]): JobView[] {
  return [...jobs.filter(isTrouble), ...jobs.filter((job) => !isTrouble(job))];
}
