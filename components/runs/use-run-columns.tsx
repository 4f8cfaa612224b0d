"use client";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { Column } from "@/components/data-table/columns";
import { RelativeTime } from "@/components/time/time";
import { Link } from "@/components/ui/link";
import { StatusBadge } from "@/components/ui/status";
import type { RunView } from "@/lib/runs/schema";
import { RunRan } from "./run-facts";
import { runHref } from "./run-href";
import { RunType } from "./run-type";
import { useRunName } from "./use-run-name";
import { Why } from "./why";

/** In the server's order, newest first; no column sorts. */
export function useRunColumns(dagId: string): Column<RunView>[] {
  const t = useTranslations("runs");
  const nameOf = useRunName();
  return useMemo(
    () => [
      {
        id: "run",
        header: t("run"),
        width: 220,
        hideable: false,
        cell: (run) => (
          <Link href={runHref(dagId, run.id)} title={run.run_key} className="font-medium hover:underline">
            {nameOf(run)}
          </Link>
        ),
      },
      {
        id: "state",
        header: t("state"),
        width: 130,
        phone: "end",
        cell: (run) => <StatusBadge state={run.state} />,
      },
      {
        id: "why",
        header: t("why"),
        width: 300,
        phone: "line",
        cell: (run) => (run.waits_for || run.error ? <Why run={run} /> : null),
      },
      { id: "type", header: t("type"), width: 120, cell: (run) => <RunType type={run.run_type} /> },
      {
        id: "started",
        header: t("started"),
        width: 130,
        cell: (run) => {
          const started = run.first_started_at ?? run.started_at;
          return started ? <RelativeTime at={started} /> : null;
        },
      },
      {
        id: "duration",
        header: t("duration"),
        width: 120,
        cell: (run) => <RunRan run={run} />,
      },
    ],
    [t, dagId, nameOf],
  );
}
