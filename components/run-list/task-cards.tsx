"use client";
import { runHref } from "@/components/runs/run-href";
import { useRunName } from "@/components/runs/use-run-name";
import { RelativeTime } from "@/components/time/time";
import { Link } from "@/components/ui/link";
import { StatusBadge } from "@/components/ui/status";
import type { TaskLine } from "@/lib/runs/schema";
import { TaskError, TaskRan } from "./use-task-columns";

/** Task instances on a phone: a card each. */
export function TaskCards({ label, tasks }: { label: string; tasks: readonly TaskLine[] }) {
  const nameOf = useRunName();
  return (
    <ul aria-label={label} className="grid min-w-0 gap-2">
      {tasks.map((task) => (
        <li key={task.id} className="grid min-w-0 gap-0.5 rounded-lg border bg-surface px-3 py-2 shadow-card">
          <div className="flex min-w-0 items-center justify-between gap-3">
            <Link
              href={runHref(task.dag_id, task.run_id, task.task_id)}
              className="min-w-0 truncate font-medium hover:underline"
            >
              {task.task_id}
            </Link>
            <StatusBadge state={task.state} />
          </div>
          <div className="flex min-w-0 items-center justify-between gap-3 text-fg-muted text-xs">
            <span className="min-w-0 truncate">{`${task.dag_id} · ${nameOf(task)}`}</span>
            <span className="flex shrink-0 gap-2">
              <TaskRan task={task} />
              {task.started_at ? <RelativeTime at={task.started_at} /> : null}
            </span>
          </div>
          <TaskError task={task} className="line-clamp-2 whitespace-normal" />
        </li>
      ))}
    </ul>
  );
}
