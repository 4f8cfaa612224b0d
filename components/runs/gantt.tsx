"use client";
import { useLocale, useTranslations } from "next-intl";
import { useNow } from "@/components/time/clock";
import { SelectLink } from "@/components/ui/select-link";
import { STATES, type State, StatusIcon, useStateLabel } from "@/components/ui/status";
import { VirtualList } from "@/components/ui/virtual-list";
import { cn } from "@/lib/client/cn";
import { duration } from "@/lib/client/format";
import { barsOf, type Timed } from "./grid-model";
import { RanFor } from "./ran-for";
import type { TaskTiming } from "./types";

type GanttProps = {
  tasks: readonly TaskTiming[];
  selected: string | null;
  hrefOf: (taskId: string) => string;
  onSelect: (taskId: string) => void;
};

const COLUMNS = "grid grid-cols-[8rem_1fr_4rem] items-center gap-3 px-4 sm:grid-cols-[14rem_1fr_5rem]";

function isLive({ started_at, finished_at }: Timed): boolean {
  return started_at !== null && finished_at === null;
}

/** The tries of a run's tasks on one time scale. */
export function Gantt({ tasks, selected, hrefOf, onSelect }: GanttProps) {
  const t = useTranslations("runs");
  const stateLabel = useStateLabel();
  const locale = useLocale();
  const live = tasks.some(({ attempts }) => attempts.some(isLive));
  const now = useNow(live);
  const { bars, spanMs } = barsOf(
    tasks.map(({ attempts }) => attempts),
    new Date(now).getTime(),
  );
  const ticks = [0, 1 / 4, 1 / 2, 3 / 4, 1];
  return (
    <div className="py-2">
      {spanMs > 0 ? (
        <div aria-hidden className={cn(COLUMNS, "nums h-5 text-2xs text-fg-subtle")}>
          <span />
          <span className="flex justify-between">
            {ticks.map((share) => (
              <span
                key={share}
                className="whitespace-nowrap first:text-left last:text-right max-sm:even:hidden"
              >
                {duration(spanMs * share, locale)}
              </span>
            ))}
          </span>
          <span />
        </div>
      ) : null}
      <VirtualList
        label={t("timing")}
        items={tasks}
        itemKey={(task) => task.task_id}
        rowPx={28}
        activeIndex={tasks.findIndex((task) => task.task_id === selected)}
        className="max-h-[22rem]"
      >
        {(task, index) => {
          return (
            <SelectLink
              href={hrefOf(task.task_id)}
              aria-current={task.task_id === selected ? "true" : undefined}
              onSelect={() => onSelect(task.task_id)}
              className={cn(
                COLUMNS,
                "h-full w-full text-left text-sm hover:bg-surface-2 focus-visible:-outline-offset-2",
                task.task_id === selected && "bg-accent-soft hover:bg-accent-soft",
              )}
            >
              <span className="flex min-w-0 items-center gap-1.5" title={stateLabel(task.state)}>
                <StatusIcon state={task.state} />
                <span className="sr-only">{stateLabel(task.state)}</span>
                <span className="truncate" title={task.task_id}>
                  {task.task_id}
                </span>
              </span>
              <span className="relative h-4 border-x bg-[linear-gradient(to_right,var(--border)_1px,transparent_1px)] bg-[length:25%_100%]">
                {task.attempts.map((attempt, at) => {
                  const bar = bars[index]?.[at];
                  return bar ? (
                    <span
                      key={attempt.id}
                      title={t("try_state", { number: attempt.number, state: stateLabel(attempt.state) })}
                      className={cn(
                        "absolute inset-y-0.5 rounded-sm",
                        STATES[attempt.state as State]?.fill ?? "bg-state-none",
                      )}
                      style={{ left: `${bar.left}%`, width: `${bar.width}%` }}
                    />
                  ) : null;
                })}
              </span>
              <span className="nums text-right text-fg-muted text-xs">
                <RanFor tries={task.attempts} />
              </span>
            </SelectLink>
          );
        }}
      </VirtualList>
    </div>
  );
}
