"use client";
import { ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { SearchInput } from "@/components/ui/input";
import { StatusIcon, useStateLabel } from "@/components/ui/status";
import { cn } from "@/lib/client/cn";
import type { TaskInstanceView } from "@/lib/runs/schema";
import { RunTasks } from "./run-tasks";
import { countStates } from "./task-order";

/** A list that fits in the pane needs no search. */
const MANY = 12;

type TaskPaneProps = {
  tasks: readonly TaskInstanceView[];
  /** Those that the filters leave. */
  shown: readonly TaskInstanceView[];
  find: string;
  onFind: (text: string) => void;
  /** Null is any. */
  state: string | null;
  onState: (state: string | null) => void;
  selected: string | null;
  hrefOf: (taskId: string) => string;
  onSelect: (taskId: string) => void;
};

/** The tasks of a run at the left; in a narrow window behind a button, because the chosen task comes first there. */
export function TaskPane({ tasks, shown, find, onFind, state, onState, ...list }: TaskPaneProps) {
  const t = useTranslations("runs");
  const label = useStateLabel();
  const [open, setOpen] = useState(false);
  return (
    <nav
      aria-label={t("tasks")}
      className="flex min-h-0 min-w-0 flex-col bg-surface max-lg:border-b lg:border-r"
    >
      <div className="flex min-h-10 items-center gap-2 border-b px-4 max-lg:border-b-0">
        <h2 className="font-semibold text-sm max-lg:hidden">{t("tasks")}</h2>
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="inline-flex min-h-8 items-center gap-1.5 font-semibold text-sm lg:hidden"
        >
          {t("tasks")}
          <span className="nums font-normal text-fg-muted">{tasks.length}</span>
          <ChevronDown aria-hidden className={cn("size-3.5 transition-transform", open && "rotate-180")} />
        </button>
        <div className="ml-auto flex min-w-0 flex-wrap justify-end gap-0.5">
          {countStates(tasks).map(({ state: each, count }) => (
            <button
              key={each}
              type="button"
              aria-pressed={state === each}
              title={label(each)}
              onClick={() => {
                setOpen(true);
                onState(state === each ? null : each);
              }}
              className={cn(
                "nums inline-flex h-6 min-w-6 items-center gap-1 rounded-md px-1.5 text-xs hover:bg-surface-3",
                state === each && "bg-surface-3 font-semibold",
              )}
            >
              <StatusIcon state={each} />
              <span className="sr-only">{label(each)}</span>
              {count}
            </button>
          ))}
        </div>
      </div>
      <div className={cn("flex min-h-0 flex-1 flex-col", !open && "max-lg:hidden")}>
        {tasks.length > MANY || find !== "" ? (
          <div className="border-b p-2">
            <SearchInput
              className="w-full"
              label={t("find_task")}
              clearLabel={t("find_clear")}
              value={find}
              onChange={onFind}
            />
          </div>
        ) : null}
        {shown.length === 0 ? (
          <p className="px-4 py-6 text-fg-muted text-sm">
            {t("no_task_found")}{" "}
            <button
              type="button"
              className="text-accent hover:underline"
              onClick={() => {
                onFind("");
                onState(null);
              }}
            >
              {t("show_all_tasks")}
            </button>
          </p>
        ) : (
          <RunTasks {...list} tasks={shown} className="max-h-72 lg:max-h-none lg:flex-1" />
        )}
      </div>
    </nav>
  );
}
