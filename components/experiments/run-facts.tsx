"use client";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { runHref } from "@/components/runs/run-href";
import { AbsoluteTime, Duration } from "@/components/time/time";
import { Link } from "@/components/ui/link";
import type { RunRelations, TrainingRunDetail } from "@/lib/experiments/schema";

/** The run of a pipeline that a training run was made in. */
export type TaskRun = { href: string; name: string };

type Props = { run: TrainingRunDetail; taskRun: TaskRun | null; task: RunRelations["task"] };

/** Times, the user, and the task that made the run. */
export function RunFacts({ run, taskRun, task }: Props) {
  const t = useTranslations("experiments");
  const page = useTranslations("run_page");
  const hasLength = run.started_at !== null && (run.ended_at !== null || run.status === "RUNNING");
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-2">
      {run.started_at ? (
        <Fact label={t("started")}>
          <AbsoluteTime at={run.started_at} />
        </Fact>
      ) : null}
      {run.ended_at ? (
        <Fact label={t("ended")}>
          <AbsoluteTime at={run.ended_at} />
        </Fact>
      ) : null}
      {hasLength && run.started_at ? (
        <Fact label={t("duration")}>
          <Duration from={run.started_at} to={run.ended_at} />
        </Fact>
      ) : null}
      {run.user ? <Fact label={t("user")}>{run.user}</Fact> : null}
      {taskRun ? (
        <Fact label={t("made_by")}>
          <Link className="text-accent hover:underline" href={taskRun.href}>
            {taskRun.name}
          </Link>
        </Fact>
      ) : null}
      {task ? (
        <Fact label={page("task")}>
          <Link
            className="text-accent hover:underline"
            href={`${runHref(task.dag_id, task.dag_run_id, task.task_id)}&try=${task.attempt_number}`}
          >
            {page("task_try", { task: task.task_id, number: task.attempt_number })}
          </Link>
        </Fact>
      ) : null}
    </dl>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-fg-subtle text-xs">{label}</dt>
      <dd className="nums min-h-6 break-words text-sm leading-6">{children}</dd>
    </div>
  );
}
