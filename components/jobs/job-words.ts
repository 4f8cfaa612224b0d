"use client";
import { useFormatter, useTranslations } from "next-intl";
import type { JobView } from "@/lib/jobs/schema";

const UNITS: readonly [string, number][] = [
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
];

/** An interval in the largest unit that divides it, such as "1 hour". */
function intervalOf(ms: number): [number, { style: "unit"; unit: string; unitDisplay: "long" }] {
  const [unit, size] = UNITS.find(([, length]) => ms >= length && ms % length === 0) ?? ["millisecond", 1];
  return [ms / size, { style: "unit", unit, unitDisplay: "long" }];
}

/** The message for a job; an unknown job is shown by its name. */
export function useJobWords() {
  const t = useTranslations("jobs");
  const format = useFormatter();
  return {
    name: (name: string) =>
      t.has(`names.${name}` as "names.retention") ? t(`names.${name}` as "names.retention") : name,
    every: ({ every_ms, cron, time_zone }: JobView) =>
      every_ms === null
        ? `${cron} (${time_zone})`
        : t("every", { time: format.number(...intervalOf(every_ms)) }),
  };
}

const TROUBLE: readonly JobView["state"][] = ["failing", "stuck", "silent"];
export const isTrouble = ({ state }: Pick<JobView, "state">): boolean => TROUBLE.includes(state);

/** Jobs in trouble come first, else the server's order. */
export function troubleFirst(jobs: readonly JobView[]): JobView[] {
  return [...jobs.filter(isTrouble), ...jobs.filter((job) => !isTrouble(job))];
}
