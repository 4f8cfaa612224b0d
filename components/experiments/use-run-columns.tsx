"use client";
import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import type { Column } from "@/components/data-table/columns";
import { Duration, RelativeTime } from "@/components/time/time";
import { Link } from "@/components/ui/link";
import type { TrainingRunRow } from "@/lib/experiments/schema";
import { metricText } from "./metric-text";
import { trainingRunHref } from "./queries";
import { keyColumn, runValue } from "./run-columns";
import { RunStatus } from "./run-status";

/** Those that every run has, then the chosen ones. The server sorts. */
export function useRunColumns(chosen: readonly string[]): Column<TrainingRunRow>[] {
  const t = useTranslations("experiments");
  const locale = useLocale();
  return useMemo(
    () => [
      {
        id: "name",
        header: t("run"),
        width: 220,
        value: (run) => run.name,
        cell: (run) => (
          <Link
            href={trainingRunHref(run.experiment_id, run.id)}
            title={run.name}
            className="font-medium hover:underline"
          >
            {run.name}
          </Link>
        ),
      },
      {
        id: "status",
        header: t("status"),
        width: 120,
        value: (run) => run.status,
        cell: (run) => <RunStatus status={run.status} />,
      },
      {
        id: "started",
        header: t("started"),
        width: 130,
        value: (run) => run.started_at,
        cell: (run) => (run.started_at ? <RelativeTime at={run.started_at} /> : null),
      },
      { id: "duration", header: t("duration"), width: 100, cell: (run) => <Ran run={run} /> },
      {
        id: "user",
        header: t("user"),
        width: 120,
        value: (run) => run.user,
        cell: (run) => run.user,
      },
      ...chosen.flatMap((id): Column<TrainingRunRow>[] => {
        const column = keyColumn(id);
        if (!column) return [];
        const isMetric = column.kind === "metrics";
        return [
          {
            id,
            header: column.key,
            width: isMetric ? 120 : 140,
            align: isMetric ? "right" : "left",
            value: (run) => runValue(run, column),
            cell: (run) => {
              const value = runValue(run, column);
              if (value === null) return null;
              return <span title={String(value)}>{metricText(value, locale)}</span>;
            },
          },
        ];
      }),
    ],
    [t, locale, chosen],
  );
}

/** How long a run took; one without an end still grows while it runs. */
function Ran({ run }: { run: TrainingRunRow }) {
  if (run.started_at === null) return null;
  if (run.ended_at === null && run.status !== "RUNNING") return null;
  return <Duration from={run.started_at} to={run.ended_at} />;
}
