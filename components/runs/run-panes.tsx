"use client";
import { useTranslations } from "next-intl";
import { parseAsInteger, parseAsString, useQueryStates } from "nuqs";
import { useMemo, useState } from "react";
import { useHotkeys } from "@/components/keyboard/use-hotkeys";
import { copyText } from "@/components/ui/copy-button";
import type { RunDetail } from "@/lib/runs/schema";
import type { ClearTarget } from "./clear-dialog";
import { runHref } from "./run-href";
import { type Picture, RunPicture } from "./run-picture";
import { firstToShow, neighbour, nextFailed } from "./task-order";
import { TaskPane } from "./task-pane";
import { TaskPanel } from "./task-panel";
import { tasksThat } from "./task-rows";

type RunPanesProps = {
  run: RunDetail;
  canWrite: boolean;
  picture: Picture | null;
  onClear: (target: ClearTarget) => void;
};

/** The tasks at the left, the chosen one at the right. The address has the task, its try and the filters. */
export function RunPanes({ run, canWrite, picture, onClear }: RunPanesProps) {
  const t = useTranslations("runs");
  const keys = useTranslations("shell.keys");
  const [at, setAt] = useQueryStates({
    task: parseAsString,
    try: parseAsInteger,
    find: parseAsString.withDefault(""),
    state: parseAsString,
  });
  const { tasks } = run;
  const [last, setLast] = useState<string | null>(null);
  const task = tasks.find((candidate) => candidate.task_id === at.task) ?? firstToShow(tasks, last);
  const chosen = task?.task_id ?? null;
  if (chosen !== last) setLast(chosen);
  const shown = useMemo(() => tasksThat(tasks, at.find, at.state), [tasks, at.find, at.state]);
  const choose = (taskId: string | null) => {
    // A marked line belongs to one task's log only.
    if (window.location.hash)
      window.history.replaceState(
        window.history.state,
        "",
        window.location.pathname + window.location.search,
      );
    void setAt({ task: taskId, try: null });
  };
  const hrefOf = (taskId: string) => runHref(run.dag_id, run.id, taskId);
  useHotkeys([
    { keys: "KeyJ", label: t("key_next"), run: () => choose(neighbour(shown, chosen, 1)) },
    { keys: "KeyK", label: t("key_previous"), run: () => choose(neighbour(shown, chosen, -1)) },
    { keys: "KeyY", label: keys("copy_id"), run: () => void copyText(run.id) },
    { keys: "KeyU", label: keys("copy_link"), run: () => void copyText(window.location.href) },
    { keys: "KeyN", label: t("key_failed"), run: () => choose(nextFailed(tasks, chosen) ?? chosen) },
    ...(canWrite && chosen
      ? [
          {
            keys: "KeyC",
            label: t("key_clear"),
            run: () => onClear({ kind: "task" as const, taskId: chosen }),
          },
          {
            keys: "KeyR",
            label: t("key_rerun"),
            run: () => onClear({ kind: run.state === "failed" ? ("failed" as const) : ("all" as const) }),
          },
        ]
      : []),
  ]);
  return (
    <>
      {picture ? <RunPicture {...{ picture, run, hrefOf }} selected={chosen} onSelect={choose} /> : null}
      <div className="grid min-h-0 min-w-0 flex-1 max-lg:content-start lg:grid-cols-[minmax(14rem,20rem)_minmax(0,1fr)]">
        <TaskPane
          {...{ tasks, shown, hrefOf }}
          find={at.find}
          onFind={(find) => void setAt({ find: find === "" ? null : find })}
          state={at.state}
          onState={(state) => void setAt({ state })}
          selected={chosen}
          onSelect={choose}
        />
        {task ? (
          <TaskPanel
            key={task.id}
            task={task}
            run={run}
            number={at.try}
            onNumber={(number) => void setAt({ try: number })}
            canWrite={canWrite}
            onClear={canWrite ? () => onClear({ kind: "task", taskId: task.task_id }) : undefined}
          />
        ) : null}
      </div>
    </>
  );
}
