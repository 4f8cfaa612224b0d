"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { LogViewer } from "@/components/logs/log-viewer";
import { runHref } from "@/components/runs/run-href";
import { Link } from "@/components/ui/link";
import { TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState } from "@/components/ui/states";
import type { TrainingRunDetail } from "@/lib/experiments/schema";
import { relationsQuery } from "./queries";

/** The log of the task that made the run. Other runs write none here. */
export function LogPanel({ run, canReadLogs }: { run: TrainingRunDetail; canReadLogs: boolean }) {
  const t = useTranslations("run_page");
  const log = useTranslations("logs");
  const { data, isPending } = useQuery(relationsQuery(run.id, false));
  if (run.attempt_id === null) return <EmptyState title={t("no_log")} description={t("no_log_detail")} />;
  const task = data?.task;
  return (
    <div className="grid min-w-0 gap-2">
      {task ? (
        <p className="text-fg-muted text-sm">
          {t.rich("log_of", {
            number: task.attempt_number,
            link: (chunks) => (
              <Link
                className="text-accent hover:underline"
                href={`${runHref(task.dag_id, task.dag_run_id, task.task_id)}&try=${task.attempt_number}`}
              >
                {chunks}
              </Link>
            ),
            task: task.task_id,
          })}
        </p>
      ) : null}
      {!canReadLogs ? (
        <p className="py-6 text-center text-fg-muted text-sm">{t("log_forbidden")}</p>
      ) : isPending ? (
        // Frames of a traceback are links to the version that the task names.
        <TableSkeleton rows={8} label={log("loading")} />
      ) : (
        <LogViewer
          key={run.attempt_id}
          attemptId={run.attempt_id}
          source={task ? { dagId: task.dag_id, version: task.version } : null}
        />
      )}
    </div>
  );
}
