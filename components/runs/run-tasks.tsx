"use client";
import { ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { SelectLink } from "@/components/ui/select-link";
import { StatusIcon, useStateLabel } from "@/components/ui/status";
import { VirtualList } from "@/components/ui/virtual-list";
import { cn } from "@/lib/client/cn";
import type { TaskInstanceView } from "@/lib/runs/schema";

import { RanFor } from "./ran-for";
import { rowsOfTasks } from "./task-rows";

type RunTasksProps = {
  tasks: readonly TaskInstanceView[];
  selected: string | null;
  /** The address of a task in this run. */
  hrefOf: (taskId: string) => string;
  onSelect: (taskId: string) => void;
  className?: string | undefined;
};

/** All tasks of a run with their states, in groups; one is selected. */
export function RunTasks({ tasks, selected, hrefOf, onSelect, className }: RunTasksProps) {
  const t = useTranslations("runs");
  const label = useStateLabel();
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => rowsOfTasks(tasks, closed), [tasks, closed]);
  const toggle = (name: string) => {
    const next = new Set(closed);
    if (!next.delete(name)) next.add(name);
    setClosed(next);
  };
  return (
    <VirtualList
      label={t("tasks")}
      items={rows}
      itemKey={(row) => (row.kind === "group" ? `${row.name}.` : row.task.id)}
      rowPx={32}
      activeIndex={rows.findIndex((row) => row.kind === "task" && row.task.task_id === selected)}
      className={className}
    >
      {(row) =>
        row.kind === "group" ? (
          <button
            type="button"
            aria-expanded={!row.closed}
            onClick={() => toggle(row.name)}
            className="flex h-full w-full items-center gap-2 px-4 text-left text-fg-muted text-sm hover:bg-surface-2 focus-visible:-outline-offset-2"
          >
            <ChevronDown aria-hidden className={cn("size-3.5 shrink-0", row.closed && "-rotate-90")} />
            <span className="min-w-0 truncate font-medium">{row.name}</span>
            <span className="nums text-xs">{row.count}</span>
            {row.closed ? (
              <span className="ml-auto inline-flex" title={label(row.state)}>
                <StatusIcon state={row.state} />
                <span className="sr-only">{label(row.state)}</span>
              </span>
            ) : null}
          </button>
        ) : (
          <TaskLink
            task={row.task}
            name={row.within === null ? row.task.task_id : row.task.task_id.slice(row.within.length + 1)}
            isWithin={row.within !== null}
            isSelected={row.task.task_id === selected}
            href={hrefOf(row.task.task_id)}
            onSelect={() => onSelect(row.task.task_id)}
          />
        )
      }
    </VirtualList>
  );
}

type TaskLinkProps = {
  task: TaskInstanceView;
  /** Without its group. */
  name: string;
  isWithin: boolean;
  isSelected: boolean;
  href: string;
  onSelect: () => void;
};

function TaskLink({ task, name, isWithin, isSelected, href, onSelect }: TaskLinkProps) {
  const t = useTranslations("runs");
  const label = useStateLabel();
  return (
    <SelectLink
      href={href}
      aria-current={isSelected ? "true" : undefined}
      onSelect={onSelect}
      className={cn(
        "relative flex h-full w-full items-center gap-2 px-4 text-left text-sm hover:bg-surface-2 focus-visible:-outline-offset-2",
        isWithin && "pl-9",
        isSelected &&
          "bg-accent-soft font-medium before:absolute before:inset-y-0 before:left-0 before:w-0.5 before:bg-accent hover:bg-accent-soft",
      )}
    >
      <StatusIcon state={task.state} />
      <span className="min-w-0 flex-1 truncate" title={task.task_id}>
        {name}
      </span>
      <span className="sr-only">{label(task.state)}</span>
      {task.try_number > 1 ? (
        <span className="nums text-2xs text-fg-subtle">{t("try_short", { number: task.try_number })}</span>
      ) : null}
      <span className="nums w-14 shrink-0 text-right font-normal text-fg-muted text-xs">
        <RanFor tries={task.attempts} />
      </span>
    </SelectLink>
  );
}
