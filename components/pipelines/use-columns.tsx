"use client";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { Column } from "@/components/data-table/columns";
import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { useReasonWords } from "@/components/ui/reason-words";
import { StatusBadge } from "@/components/ui/status";
import type { PipelineRow } from "@/lib/pipelines/schema";
import { LastResult, RunningNow, SuccessRate } from "./last-result";
import { LastRuns } from "./last-runs";
import { pipelineHref } from "./list-model";
import { NextRun } from "./next-run";
import { PauseSwitch } from "./pause-switch";
import { QuickRun } from "./quick-run";
import { ScheduleText } from "./schedule-text";
import { TagLinks } from "./tag-links";

export type ListRights = { canWrite: boolean; canRun: boolean };

export function usePipelineColumns(
  { canWrite, canRun }: ListRights,
  onTag: (tag: string) => void,
): Column<PipelineRow>[] {
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
          <span className="flex min-w-0 items-baseline gap-2">
            <Link
              href={pipelineHref(row.dag_id)}
              title={row.description ?? undefined}
              className="min-w-16 shrink truncate font-medium hover:underline"
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
            {row.description ? (
              <span className="min-w-0 shrink-[9] truncate text-fg-subtle text-xs sm:max-2xl:hidden">
                {row.description}
              </span>
            ) : null}
          </span>
        ),
      },
      {
        id: "last_result",
        header: t("last_result"),
        width: 204,
        phone: "plain",
        value: (row) => row.last_ended?.finished_at,
        cell: (row) => <LastResult row={row} />,
      },
      {
        id: "last_runs",
        header: t("last_runs"),
        width: 164,
        phone: "plain",
        cell: (row) => <LastRuns row={row} />,
      },
      {
        id: "success_rate",
        header: t("success_rate"),
        width: 88,
        align: "right",
        value: (row) => (row.rated === 0 ? null : row.succeeded / row.rated),
        cell: (row) => <SuccessRate row={row} />,
      },
      {
        id: "now",
        header: t("now"),
        width: 80,
        value: (row) => row.running + row.queued,
        cell: (row) => (row.running + row.queued > 0 ? <RunningNow row={row} /> : null),
      },
      {
        id: "schedule",
        header: t("schedule"),
        width: 168,
        value: (row) => row.schedule?.cron,
        cell: (row) =>
          row.schedule ? (
            <ScheduleText cron={row.schedule.cron} zone={row.schedule.time_zone} />
          ) : (
            <span className="text-fg-subtle">{t("manual")}</span>
          ),
      },
      {
        id: "next_run",
        header: t("next_run"),
        width: 92,
        value: (row) => (row.is_paused ? null : row.next_run_at),
        cell: (row) => (row.schedule ? <NextRun row={row} /> : null),
      },
      {
        id: "tags",
        header: t("tags"),
        width: 124,
        cell: (row) => (row.tags.length > 0 ? <TagLinks tags={row.tags} onChoose={onTag} /> : null),
      },
      {
        id: "owner",
        header: t("owner"),
        width: 120,
        startHidden: true,
        value: (row) => row.owner,
        cell: (row) => row.owner,
      },
      {
        id: "active",
        header: t("active"),
        width: canRun ? 92 : 84,
        phone: "end",
        value: (row) => Number(row.is_paused),
        cell: (row) => (
          <span className="flex items-center gap-2">
            {canWrite ? (
              <PauseSwitch dagId={row.dag_id} isPaused={row.is_paused} />
            ) : (
              <StatusBadge state={row.is_paused ? "paused" : "active"} />
            )}
            {canRun && row.version !== null ? <QuickRun dagId={row.dag_id} isPaused={row.is_paused} /> : null}
          </span>
        ),
      },
    ],
    [t, canWrite, canRun, wordsFor, onTag],
  );
}
