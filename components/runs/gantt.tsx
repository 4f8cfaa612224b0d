"use client";
import { useTranslations } from "next-intl";
import { useNow } from "@/components/time/clock";
import { Duration } from "@/components/time/time";
import { STATES, type State, StatusIcon, useStateLabel } from "@/components/ui/status";
import { cn } from "@/lib/client/cn";
import { barsOf } from "./grid-model";
import type { TaskTiming } from "./types";

/** When each task of a run ran, on one scale. */
export function Gantt({ tasks }: { tasks: readonly TaskTiming[] }) {
  const t = useTranslations("runs");
  const stateLabel = useStateLabel();
  const live = tasks.some((task) => task.started_at !== null && task.finished_at === null);
  const now = useNow(live);
  const { bars } = barsOf(tasks, new Date(now).getTime());
  return (
    <ul aria-label={t("timing")} className="grid gap-1 text-sm">
      {tasks.map((task, index) => {
        const bar = bars[index];
        const look = STATES[task.state as State];
        return (
          <li
            key={task.task_id}
            className="grid grid-cols-[8rem_1fr_4.5rem] items-center gap-2 sm:grid-cols-[14rem_1fr_6rem]"
          >
            <span className="flex min-w-0 items-center gap-1.5" title={stateLabel(task.state)}>
              <StatusIcon state={task.state} />
              <span className="sr-only">{stateLabel(task.state)}</span>
              <span className="truncate">{task.task_id}</span>
            </span>
            <span className="relative h-4 rounded-sm bg-surface-2">
              {bar ? (
                <span
                  className={cn("absolute inset-y-0.5 rounded-sm", look?.fill ?? "bg-state-none")}
                  style={{ left: `${bar.left}%`, width: `${bar.width}%` }}
                />
              ) : null}
            </span>
            <span className="nums text-right text-fg-muted text-xs">
              {task.started_at ? <Duration from={task.started_at} to={task.finished_at} /> : null}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
