"use client";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { Column } from "@/components/data-table/columns";
import { AbsoluteTime, Duration, RelativeTime } from "@/components/time/time";
import { Link } from "@/components/ui/link";
import { StatusBadge } from "@/components/ui/status";
import type { RunView } from "@/lib/runs/schema";
import { runHref } from "./run-href";
import { RunType } from "./run-type";
import { useWaitWords } from "./wait-notice";

/** Why a run has not started, in the words of its page. */
function Why({ run }: { run: RunView }) {
  const words = useWaitWords();
  if (!run.waits_for) return null;
  const text = words(run.waits_for);
  return (
    <span title={text} className="truncate text-fg-muted text-xs">
      {text}
    </span>
  );
}

/** The newest come first, as the server gives them: no column sorts. */
export function useRunColumns(dagId: string): Column<RunView>[] {
  const t = useTranslations("runs");
  return useMemo(
    () => [
      {
        id: "run",
        header: t("run"),
        width: 280,
        hideable: false,
        cell: (run) => (
          <Link
            href={runHref(dagId, run.id)}
            title={run.run_key}
            className="font-mono text-xs hover:underline"
          >
            {run.run_key}
          </Link>
        ),
      },
      { id: "state", header: t("state"), width: 130, cell: (run) => <StatusBadge state={run.state} /> },
      { id: "why", header: t("why"), width: 300, cell: (run) => <Why run={run} /> },
      { id: "type", header: t("type"), width: 120, cell: (run) => <RunType type={run.run_type} /> },
      {
        id: "logical_date",
        header: t("logical_date"),
        width: 190,
        cell: (run) =>
          run.logical_date ? <AbsoluteTime at={run.logical_date} zone="UTC" seconds={false} /> : null,
      },
      {
        id: "started",
        header: t("started"),
        width: 130,
        cell: (run) => (run.started_at ? <RelativeTime at={run.started_at} /> : null),
      },
      {
        id: "duration",
        header: t("duration"),
        width: 120,
        cell: (run) => (run.started_at ? <Duration from={run.started_at} to={run.finished_at} /> : null),
      },
    ],
    [t, dagId],
  );
}
