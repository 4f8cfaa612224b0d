"use client";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { Column } from "@/components/data-table/columns";
import { runHref } from "@/components/runs/run-href";
import { useErrorWords } from "@/components/runs/use-error-words";
import { useRunName } from "@/components/runs/use-run-name";
import { Duration, RelativeTime } from "@/components/time/time";
import { Link } from "@/components/ui/link";
import { StatusBadge } from "@/components/ui/status";
import type { TaskLine } from "@/lib/runs/schema";

/** Columns of task instances of all runs, in the server's order. */
export function useTaskColumns(): Column<TaskLine>[] {
  const t = useTranslations("run_list");
  const runs = useTranslations("runs");
  const nameOf = useRunName();
  return useMemo(
    () => [
      {
        id: "task",
        header: runs("task"),
        width: 180,
        hideable: false,
        cell: (task) => (
          <Link
            href={runHref(task.dag_id, task.run_id, task.task_id)}
            title={task.task_id}
            className="font-medium hover:underline"
          >
            {task.task_id}
          </Link>
        ),
      },
      {
        id: "pipeline",
        header: t("pipeline"),
        width: 160,
        cell: (task) => (
          <Link href={`/pipelines/${encodeURIComponent(task.dag_id)}`} className="hover:underline">
            {task.dag_id}
          </Link>
        ),
      },
      {
        id: "run",
        header: runs("run"),
        width: 170,
        cell: (task) => (
          <Link
            href={runHref(task.dag_id, task.run_id)}
            title={task.run_key}
            className="text-fg-muted hover:underline"
          >
            {nameOf(task)}
          </Link>
        ),
      },
      { id: "state", header: runs("state"), width: 150, cell: (task) => <StatusBadge state={task.state} /> },
      { id: "why", header: runs("why"), cell: (task) => <TaskError task={task} /> },
      {
        id: "tries",
        header: runs("tries"),
        width: 60,
        align: "right",
        cell: (task) => (task.try_number > 0 ? task.try_number : null),
      },
      {
        id: "started",
        header: runs("started"),
        width: 120,
        cell: (task) => (task.started_at ? <RelativeTime at={task.started_at} /> : null),
      },
      {
        id: "duration",
        header: runs("duration"),
        width: 100,
        align: "right",
        cell: (task) => <TaskRan task={task} />,
      },
      {
        id: "worker",
        header: runs("worker"),
        width: 150,
        startHidden: true,
        cell: (task) => <span title={task.worker_id ?? undefined}>{task.worker_id}</span>,
      },
    ],
    [t, runs, nameOf],
  );
}

/** How a failed task ended. */
export function TaskError({ task, className = "truncate" }: { task: TaskLine; className?: string }) {
  const words = useErrorWords();
  if (task.code === null && task.detail === null && task.exit_code === null) return null;
  const text = words(task).headline;
  return (
    <span title={text} className={`${className} text-danger text-xs`}>
      {text}
    </span>
  );
}

/** The time of the last try; of a task that has not ended, while it runs. */
export function TaskRan({ task }: { task: TaskLine }) {
  if (task.started_at === null) return null;
  if (task.finished_at !== null) return <Duration from={task.started_at} to={task.finished_at} />;
  return task.state === "running" || task.state === "restarting" ? <Duration from={task.started_at} /> : null;
}
