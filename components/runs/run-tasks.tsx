"use client";
import { useTranslations } from "next-intl";
import { SelectLink } from "@/components/ui/select-link";
import { StatusIcon, useStateLabel } from "@/components/ui/status";
import { VirtualList } from "@/components/ui/virtual-list";
import { cn } from "@/lib/client/cn";
import type { TaskInstanceView } from "@/lib/runs/schema";

import { RanFor } from "./ran-for";

type RunTasksProps = {
  tasks: readonly TaskInstanceView[];
  selected: string | null;
  /** The address of a task in this run. */
  hrefOf: (taskId: string) => string;
  onSelect: (taskId: string) => void;
  className?: string | undefined;
};

/** All tasks of a run with their states; one is selected. */
export function RunTasks({ tasks, selected, hrefOf, onSelect, className }: RunTasksProps) {
  const t = useTranslations("runs");
  const label = useStateLabel();
  return (
    <VirtualList
      label={t("tasks")}
      items={tasks}
      itemKey={(task) => task.id}
      rowPx={32}
      activeIndex={tasks.findIndex((task) => task.task_id === selected)}
      className={className}
    >
      {(task) => (
        <SelectLink
          href={hrefOf(task.task_id)}
          aria-current={task.task_id === selected ? "true" : undefined}
          onSelect={() => onSelect(task.task_id)}
          className={cn(
            "relative flex h-full w-full items-center gap-2 px-4 text-left text-sm hover:bg-surface-2 focus-visible:-outline-offset-2",
            task.task_id === selected &&
              "bg-accent-soft font-medium before:absolute before:inset-y-0 before:left-0 before:w-0.5 before:bg-accent hover:bg-accent-soft",
          )}
        >
          <StatusIcon state={task.state} />
          <span className="min-w-0 flex-1 truncate" title={task.task_id}>
            {task.task_id}
          </span>
          <span className="sr-only">{label(task.state)}</span>
          {task.try_number > 1 ? (
            <span className="nums text-2xs text-fg-subtle">
              {t("try_short", { number: task.try_number })}
            </span>
          ) : null}
          <span className="nums w-16 shrink-0 text-right font-normal text-fg-muted text-xs">
            <RanFor tries={task.attempts} />
          </span>
        </SelectLink>
      )}
    </VirtualList>
  );
}
