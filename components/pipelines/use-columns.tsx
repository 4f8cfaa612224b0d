"use client";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { Column } from "@/components/data-table/columns";
import { RelativeTime } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { useReasonWords } from "@/components/ui/reason-words";
import { StatusBadge } from "@/components/ui/status";
import type { PipelineSummary } from "@/lib/pipelines/schema";
import { LastRuns } from "./last-runs";
import { pipelineHref } from "./list-model";
import { PauseSwitch } from "./pause-switch";

export function usePipelineColumns(canWrite: boolean): Column<PipelineSummary>[] {
  const t = useTranslations("pipelines");
  const wordsFor = useReasonWords();
  return useMemo(
    () => [
      {
        id: "name",
        header: t("name"),
        value: (row) => row.dag_id,
        hideable: false,
        cell: (row) => (
          <span className="flex min-w-0 items-center gap-2">
            <Link
              href={pipelineHref(row.dag_id)}
              title={row.description ?? undefined}
              className="truncate font-medium hover:underline"
            >
              {row.dag_id}
            </Link>
            {row.stale_at ? <Badge tone="warning">{t("stale")}</Badge> : null}
            {row.schedule_problem ? (
              <Badge
                tone="danger"
                title={wordsFor(row.schedule_problem.code, row.schedule_problem.values) ?? undefined}
              >
                {t("schedule_error")}
              </Badge>
            ) : null}
          </span>
        ),
      },
      {
        id: "active",
        header: t("active"),
        width: 110,
        value: (row) => Number(row.is_paused),
        cell: (row) =>
          canWrite ? (
            <PauseSwitch dagId={row.dag_id} isPaused={row.is_paused} />
          ) : (
            <StatusBadge state={row.is_paused ? "paused" : "active"} />
          ),
      },
      { id: "last_runs", header: t("last_runs"), width: 160, cell: (row) => <LastRuns row={row} /> },
      {
        id: "next_run",
        header: t("next_run"),
        width: 130,
        value: (row) => row.next_run_at,
        cell: (row) => (row.next_run_at && !row.is_paused ? <RelativeTime at={row.next_run_at} /> : null),
      },
      {
        id: "schedule",
        header: t("schedule"),
        width: 190,
        value: (row) => row.schedule?.cron,
        cell: (row) =>
          row.schedule ? (
            <span title={`${row.schedule.cron} ${row.schedule.time_zone}`}>
              <span className="font-mono text-xs">{row.schedule.cron}</span>{" "}
              <span className="text-fg-muted text-xs">{row.schedule.time_zone}</span>
            </span>
          ) : (
            <span className="text-fg-subtle">{t("manual")}</span>
          ),
      },
      { id: "owner", header: t("owner"), width: 120, value: (row) => row.owner, cell: (row) => row.owner },
      {
        id: "tags",
        header: t("tags"),
        width: 180,
        cell: (row) => (
          <span className="flex gap-1 overflow-hidden" title={row.tags.join(", ")}>
            {row.tags.map((tag) => (
              <Badge key={tag}>{tag}</Badge>
            ))}
          </span>
        ),
      },
    ],
    [t, canWrite, wordsFor],
  );
}
