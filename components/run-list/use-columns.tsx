"use client";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { Column } from "@/components/data-table/columns";
import { RunRan } from "@/components/runs/run-facts";
import { runHref, versionHref } from "@/components/runs/run-href";
import { RunType } from "@/components/runs/run-type";
import { useRunName } from "@/components/runs/use-run-name";
import { Why } from "@/components/runs/why";
import { AbsoluteTime, RelativeTime } from "@/components/time/time";
import { Link } from "@/components/ui/link";
import { StatusBadge } from "@/components/ui/status";
import type { RunView } from "@/lib/runs/schema";

const sortable = () => "";

/** Columns of runs of all pipelines. Those with a value sort, by the name that the API has for it. */
export function useColumns(): Column<RunView>[] {
  const t = useTranslations("run_list");
  const runs = useTranslations("runs");
  const nameOf = useRunName();
  return useMemo(
    () => [
      {
        id: "run",
        header: runs("run"),
        width: 190,
        hideable: false,
        cell: (run) => (
          <Link
            href={runHref(run.dag_id, run.id)}
            title={run.run_key}
            className="font-medium hover:underline"
          >
            {nameOf(run)}
          </Link>
        ),
      },
      {
        id: "pipeline",
        header: t("pipeline"),
        width: 180,
        cell: (run) => (
          <Link href={`/pipelines/${encodeURIComponent(run.dag_id)}`} className="hover:underline">
            {run.dag_id}
          </Link>
        ),
      },
      { id: "state", header: runs("state"), width: 120, cell: (run) => <StatusBadge state={run.state} /> },
      { id: "why", header: runs("why"), cell: (run) => <Why run={run} /> },
      { id: "type", header: runs("type"), width: 120, cell: (run) => <RunType type={run.run_type} /> },
      {
        id: "started",
        header: runs("started"),
        width: 120,
        value: sortable,
        cell: (run) => {
          const started = run.first_started_at ?? run.started_at;
          return started ? <RelativeTime at={started} /> : null;
        },
      },
      {
        id: "duration",
        header: runs("duration"),
        width: 100,
        align: "right",
        value: sortable,
        cell: (run) => <RunRan run={run} />,
      },
      {
        id: "logical_date",
        header: runs("logical_date"),
        width: 170,
        startHidden: true,
        value: sortable,
        cell: (run) =>
          run.logical_date ? (
            <AbsoluteTime at={run.logical_date} zone={run.time_zone ?? "UTC"} seconds={false} />
          ) : null,
      },
      {
        id: "by",
        header: runs("triggered_by"),
        width: 130,
        startHidden: true,
        cell: (run) => run.triggered_by,
      },
      {
        id: "version",
        header: runs("version"),
        width: 90,
        startHidden: true,
        cell: (run) => (
          <Link href={versionHref(run.dag_id, run.version)} className="hover:underline">
            {runs("version_number", { number: run.version })}
          </Link>
        ),
      },
      {
        id: "note",
        header: runs("note"),
        width: 200,
        startHidden: true,
        cell: (run) => <span title={run.note ?? undefined}>{run.note}</span>,
      },
    ],
    [t, runs, nameOf],
  );
}
