"use client";
import { useTranslations } from "next-intl";
import { Duration } from "@/components/time/time";
import { CodeBlock } from "@/components/ui/code-block";
import { StatusBadge } from "@/components/ui/status";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { cn } from "@/lib/client/cn";
import type { TaskInstanceView } from "@/lib/runs/schema";

type RunTasksProps = {
  tasks: readonly TaskInstanceView[];
  selected: string | null;
  onSelect: (taskId: string) => void;
};

export function RunTasks({ tasks, selected, onSelect }: RunTasksProps) {
  const t = useTranslations("runs");
  return (
    <Table label={t("tasks")}>
      <thead>
        <tr>
          <Th>{t("task")}</Th>
          <Th>{t("state")}</Th>
          <Th>{t("tries")}</Th>
          <Th>{t("duration")}</Th>
        </tr>
      </thead>
      <tbody>
        {tasks.map((task) => (
          <Tr key={task.id} className={cn(task.task_id === selected && "bg-surface-2")}>
            <Td>
              <button
                type="button"
                aria-pressed={task.task_id === selected}
                className="min-h-6 font-medium hover:underline"
                onClick={() => onSelect(task.task_id)}
              >
                {task.task_id}
              </button>
            </Td>
            <Td>
              <StatusBadge state={task.state} />
            </Td>
            <Td className="nums">{`${task.try_number} / ${task.max_tries}`}</Td>
            <Td className="nums">
              {task.started_at ? <Duration from={task.started_at} to={task.finished_at} /> : null}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

/** Every try of one task, and what it returned. */
export function TaskAttempts({ task }: { task: TaskInstanceView }) {
  const t = useTranslations("runs");
  return (
    <div className="grid min-w-0 gap-3">
      <Table label={t("tries")}>
        <thead>
          <tr>
            <Th>{t("tries")}</Th>
            <Th>{t("state")}</Th>
            <Th>{t("duration")}</Th>
            <Th>{t("worker")}</Th>
            <Th>{t("error")}</Th>
          </tr>
        </thead>
        <tbody>
          {task.attempts.map((attempt) => (
            <Tr key={attempt.id}>
              <Td className="nums">{attempt.number}</Td>
              <Td>
                <StatusBadge state={attempt.state} />
              </Td>
              <Td className="nums">
                {attempt.started_at ? <Duration from={attempt.started_at} to={attempt.finished_at} /> : null}
              </Td>
              <Td className="font-mono text-xs">{attempt.worker_id}</Td>
              <Td className="text-danger">{attempt.error_detail ?? attempt.error_code}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      {task.result === null || task.result === undefined ? null : (
        <CodeBlock
          title={t("result", { task: task.task_id })}
          code={JSON.stringify(task.result, null, 2)}
          wrap
        />
      )}
    </div>
  );
}
