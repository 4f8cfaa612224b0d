"use client";
import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import type { Column } from "@/components/data-table/columns";
import { Duration, RelativeTime } from "@/components/time/time";
import { NOTE_TAG } from "@/lib/experiments/values";
import { EditableCell } from "./editable-cell";
import { metricText } from "./metric-text";
import { isPointKind, type KeyColumn, keyColumn, runValue } from "./run-columns";
import { RunName } from "./run-name";
import { RunStatus } from "./run-status";
import type { ListedRun } from "./use-run-tree";

/** Those that every run has, then the chosen ones. The server sorts. */
export function useRunColumns(
  chosen: readonly string[],
  canWrite: boolean,
  onToggle: (id: string) => void,
): Column<ListedRun>[] {
  const t = useTranslations("experiments");
  const own = useTranslations("experiment_table");
  const locale = useLocale();
  return useMemo(() => {
    const headerOf = ({ kind, key }: KeyColumn) => {
      if (kind === "min" || kind === "max" || kind === "first") return own(`point_of.${kind}`, { key });
      return kind === "tags" && key === NOTE_TAG ? own("note") : key;
    };
    return [
      {
        id: "name",
        header: t("run"),
        width: 240,
        value: (run) => run.name,
        cell: (run) => <RunName run={run} onToggle={onToggle} />,
      },
      {
        id: "status",
        phone: "end",
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
      ...chosen.flatMap((id): Column<ListedRun>[] => {
        const column = keyColumn(id);
        if (!column) return [];
        const isMetric = isPointKind(column.kind);
        return [
          {
            id,
            header: headerOf(column),
            width: isMetric ? 120 : 140,
            align: isMetric ? "right" : "left",
            value: (run) => runValue(run, column),
            cell: (run) => {
              const value = runValue(run, column);
              if (column.kind === "tags" && canWrite && run.lifecycle === "active")
                return (
                  <EditableCell run={run} tag={column.key} value={value === null ? "" : String(value)} />
                );
              if (value === null) return null;
              return <span title={String(value)}>{metricText(value, locale)}</span>;
            },
          },
        ];
      }),
    ];
  }, [t, own, locale, chosen, canWrite, onToggle]);
}

/** How long a run took; one without an end still grows while it runs. */
function Ran({ run }: { run: ListedRun }) {
  if (run.started_at === null) return null;
  if (run.ended_at === null && run.status !== "RUNNING") return null;
  return <Duration from={run.started_at} to={run.ended_at} />;
}
