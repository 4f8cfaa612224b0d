"use client";
import { useTranslations } from "next-intl";
import { ScheduleText } from "@/components/pipelines/schedule-text";
import { RelativeTime } from "@/components/time/time";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import type { NextRun } from "@/lib/home/schema";
import { pipelineHref } from "./hrefs";

export function NextRunsCard({ next }: { next: readonly NextRun[] }) {
  const t = useTranslations("home");
  return (
    <Card title={t("next")} flush={next.length > 0}>
      {next.length === 0 ? (
        <p className="text-fg-muted text-sm">{t("next_none")}</p>
      ) : (
        <ul>
          {next.map((row) => (
            <li
              key={row.dag_id}
              className="flex min-h-8 items-center justify-between gap-3 border-b px-4 py-1 last:border-b-0"
            >
              <Link href={pipelineHref(row.dag_id)} className="min-w-0 truncate font-medium hover:underline">
                {row.dag_id}
              </Link>
              <span className="flex shrink-0 items-center gap-3 text-fg-muted">
                {row.schedule ? (
                  <span className="max-w-44 truncate text-fg-subtle text-xs max-sm:hidden">
                    <ScheduleText cron={row.schedule} zone={row.time_zone ?? "UTC"} />
                  </span>
                ) : null}
                <RelativeTime at={row.next_run_at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
