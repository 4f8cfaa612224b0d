"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Eraser } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { artifactQueries } from "@/components/artifacts/queries";
import { LogsLink } from "@/components/log-links/logs-link";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { StatusBadge, useStateLabel } from "@/components/ui/status";
import { Tabs } from "@/components/ui/tabs";
import type { AttemptView, RunDetail, TaskInstanceView } from "@/lib/runs/schema";
import { ranWith } from "@/lib/runs/values";
import { AttemptError } from "./attempt-error";
import { RanFor } from "./ran-for";
import { TrainingRuns } from "./training-runs";
import { WaitNotice } from "./wait-notice";

/** Loaded beside the page: what it shows is asked for by itself anyway. */
const LogViewer = dynamic(() => import("@/components/logs/log-viewer").then((module) => module.LogViewer), {
  ssr: false,
  loading: () => <Skeleton className="h-40" />,
});
/** Loaded when their tabs open. */
const RunArtifacts = dynamic(
  () => import("@/components/artifacts/run-artifacts").then((module) => module.RunArtifacts),
  { ssr: false, loading: () => <Skeleton className="h-40" /> },
);
const TaskTries = dynamic(() => import("./task-tries").then((module) => module.TaskTries), {
  ssr: false,
  loading: () => <Skeleton className="h-40" />,
});

const TABS = ["log", "result", "artifacts", "parameters", "tries"] as const;

type TaskPanelProps = {
  task: TaskInstanceView;
  run: RunDetail;
  canWrite: boolean;
  /** Null for the newest. */
  number: number | null;
  onNumber: (number: number | null) => void;
  /** Undefined when the person may not rerun tasks. */
  onClear: (() => void) | undefined;
};

/** One task of a run: what went wrong first, then its log, result, artifacts, parameters and tries. */
export function TaskPanel({ task, run, canWrite, number, onNumber, onClear }: TaskPanelProps) {
  const t = useTranslations("runs");
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(TABS).withDefault("log"));
  const artifacts = useArtifactCount(run.id);
  const newest = task.attempts.at(-1);
  const attempt = task.attempts.find((candidate) => candidate.number === number) ?? newest;
  const choose = (wanted: number) => onNumber(wanted === newest?.number ? null : wanted);
  const result = task.result === null || task.result === undefined ? null : task.result;
  return (
    <section
      aria-label={t("task_named", { task: task.task_id })}
      className="flex min-h-0 min-w-0 flex-col bg-surface"
    >
      <div className="grid shrink-0 gap-2 px-4 pt-2">
        <TaskHead {...{ task, run, attempt }} onChoose={choose} onClear={onClear} />
        {task.waits_for ? <WaitNotice waits={task.waits_for} dagId={run.dag_id} canWrite={canWrite} /> : null}
        {attempt ? <AttemptError attempt={attempt} /> : null}
        {attempt ? <TrainingRuns runId={run.id} attemptId={attempt.id} /> : null}
      </div>
      <Tabs
        fill
        label={t("task_named", { task: task.task_id })}
        value={tab}
        onChange={(next) => void setTab(next)}
        tabs={[
          { value: "log", label: t("log"), content: <LogTab task={task} run={run} attempt={attempt} /> },
          {
            value: "result",
            label: t("result"),
            // A sign that there is one.
            count: result === null ? undefined : "1",
            content:
              result === null ? (
                <Nothing text={t("no_result")} />
              ) : (
                <CodeBlock
                  code={JSON.stringify(result, null, 2)}
                  title={t("result_of", { task: task.task_id })}
                />
              ),
          },
          {
            value: "artifacts",
            label: t("artifacts"),
            count: artifacts,
            content: <RunArtifacts runId={run.id} />,
          },
          {
            value: "parameters",
            label: t("parameters"),
            content: <Parameters run={run} attempt={attempt} />,
          },
          {
            value: "tries",
            label: t("tries"),
            count: task.attempts.length === 0 ? undefined : task.attempts.length,
            content: <TaskTries run={run} task={task} chosen={attempt} onChoose={choose} />,
          },
        ]}
      />
    </section>
  );
}

type TaskHeadProps = {
  task: TaskInstanceView;
  run: RunDetail;
  attempt: AttemptView | undefined;
  onChoose: (number: number) => void;
  onClear: (() => void) | undefined;
};

function TaskHead({ task, run, attempt, onChoose, onClear }: TaskHeadProps) {
  const t = useTranslations("runs");
  const stateLabel = useStateLabel();
  return (
    <div className="flex min-h-8 min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
      <h2 className="min-w-0 break-all font-semibold text-base">{task.task_id}</h2>
      <StatusBadge state={task.state} />
      <span className="nums text-fg-muted text-sm">
        <RanFor tries={task.attempts} />
      </span>
      <div className="flex items-center gap-1 sm:ml-auto">
        {task.attempts.length > 1 ? (
          <Select
            label={t("choose_try")}
            className="h-7 w-40 text-xs"
            value={String(attempt?.number)}
            onChange={(text) => onChoose(Number(text))}
            options={task.attempts.toReversed().map((each) => ({
              value: String(each.number),
              label: t("try_state", { number: each.number, state: stateLabel(each.state) }),
            }))}
          />
        ) : null}
        {attempt ? (
          <LogsLink
            ids={{ run: run.id, task: task.task_id, attempt: attempt.number }}
            span={{ from: attempt.started_at, to: attempt.finished_at }}
            of={task.task_id}
          />
        ) : null}
        {onClear ? (
          <Button size="sm" variant="ghost" icon={Eraser} onClick={onClear}>
            {t("clear_task")}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

function LogTab({ task, run, attempt }: Pick<TaskHeadProps, "task" | "run" | "attempt">) {
  const t = useTranslations("runs");
  if (!attempt)
    return task.waits_for ? null : (
      <Nothing text={t(task.state === "upstream_failed" ? "no_try_upstream" : "no_try")} />
    );
  return (
    <LogViewer
      fill
      key={attempt.id}
      attemptId={attempt.id}
      source={{ dagId: run.dag_id, version: attempt.version }}
    />
  );
}

/** The parameters of the run, and those of the try when they were others. */
function Parameters({ run, attempt }: { run: RunDetail; attempt: AttemptView | undefined }) {
  const t = useTranslations("runs");
  const now = JSON.stringify(run.params, null, 2);
  const then = attempt ? JSON.stringify(ranWith(run, attempt.clear_number).params, null, 2) : now;
  if (now === "{}" && then === "{}") return <Nothing text={t("no_parameters")} />;
  return (
    <div className="grid gap-3">
      {attempt && then !== now ? (
        <CodeBlock title={t("try_parameters", { number: attempt.number })} code={then} />
      ) : null}
      <CodeBlock title={t("run_parameters")} code={now} />
    </div>
  );
}

/** Of the whole run; "+" where more follow. Undefined for none. */
function useArtifactCount(runId: string): string | undefined {
  const { data } = useInfiniteQuery(artifactQueries.ofRun(runId, "latest"));
  const pages = data?.pages ?? [];
  const count = pages.reduce((sum, page) => sum + page.data.length, 0);
  return count === 0 ? undefined : `${count}${pages.at(-1)?.has_more ? "+" : ""}`;
}

function Nothing({ text }: { text: string }) {
  return <p className="py-6 text-center text-fg-muted text-sm">{text}</p>;
}
