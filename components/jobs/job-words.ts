"use client";
import { useLocale, useTranslations } from "next-intl";
import { duration } from "@/lib/client/format";
import type { JobView } from "@/lib/jobs/schema";

/** The message for a job; an unknown job is shown by its name. */
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

/** Jobs in trouble come first, else the server's order. */
export function troubleFirst(jobs: readonly JobView[]): JobView[] {
  return [...jobs.filter(isTrouble), ...jobs.filter((job) => !isTrouble(job))];
}
