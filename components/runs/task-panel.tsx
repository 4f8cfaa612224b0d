"use client";
import { Eraser } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { LogsLink } from "@/components/log-links/logs-link";
import { AbsoluteTime, Duration } from "@/components/time/time";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { Id } from "@/components/ui/id";
import { Link } from "@/components/ui/link";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { StatusBadge, useStateLabel } from "@/components/ui/status";
import { bytes } from "@/lib/client/format";
import type { AttemptView, RunDetail, TaskInstanceView } from "@/lib/runs/schema";
import { ranWith } from "@/lib/runs/values";
import { AttemptError } from "./attempt-error";
import { CPU_TICK_MS, measured, triesUpTo } from "./attempt-facts";
import { versionHref } from "./run-href";
import { TrainingRuns } from "./training-runs";
import { WaitNotice } from "./wait-notice";

/** Loaded beside the page: what it shows is asked for by itself anyway. */
const LogViewer = dynamic(() => import("@/components/logs/log-viewer").then((module) => module.LogViewer), {
  ssr: false,
  loading: () => <Skeleton className="h-40" />,
});

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

/** One task of a run: tries, error, log and result. */
export function TaskPanel({ task, run, canWrite, number, onNumber, onClear }: TaskPanelProps) {
  const t = useTranslations("runs");
  const stateLabel = useStateLabel();
  const newest = task.attempts.at(-1);
  const attempt = task.attempts.find((candidate) => candidate.number === number) ?? newest;
  return (
    <Card
      title={
        <span className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
          <span className="break-all font-mono text-sm">{task.task_id}</span>
          <StatusBadge state={task.state} className="font-normal" />
        </span>
      }
      actions={
        <>
          {task.attempts.length > 1 ? (
            <Select
              label={t("choose_try")}
              className="h-7 w-44 text-xs"
              value={String(attempt?.number)}
              onChange={(text) => onNumber(Number(text) === newest?.number ? null : Number(text))}
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
            <Button size="sm" icon={Eraser} onClick={onClear}>
              {t("clear_task")}
            </Button>
          ) : null}
        </>
      }
    >
      <div className="grid min-w-0 gap-3">
        {task.waits_for ? <WaitNotice waits={task.waits_for} dagId={run.dag_id} canWrite={canWrite} /> : null}
        {attempt ? (
          <>
            <AttemptFacts run={run} attempt={attempt} task={task} />
            <TrainingRuns runId={run.id} attemptId={attempt.id} />
            <TryParameters run={run} attempt={attempt} />
            <AttemptError attempt={attempt} />
            <LogViewer
              key={attempt.id}
              attemptId={attempt.id}
              source={{ dagId: run.dag_id, version: attempt.version }}
            />
          </>
        ) : task.waits_for ? null : (
          <p className="py-6 text-center text-fg-muted text-sm">
            {t(task.state === "upstream_failed" ? "no_try_upstream" : "no_try")}
          </p>
        )}
        {task.result === null || task.result === undefined ? null : (
          <CodeBlock
            title={t("result", { task: task.task_id })}
            code={JSON.stringify(task.result, null, 2)}
          />
        )}
      </div>
    </Card>
  );
}

/** The parameters of a try, when the run has others now. */
function TryParameters({ run, attempt }: { run: RunDetail; attempt: AttemptView }) {
  const t = useTranslations("runs");
  const { params } = ranWith(run, attempt.clear_number);
  const code = JSON.stringify(params, null, 2);
  if (code === JSON.stringify(run.params, null, 2)) return null;
  return <CodeBlock title={t("try_parameters", { number: attempt.number })} code={code} />;
}

function AttemptFacts({
  run,
  attempt,
  task,
}: {
  run: RunDetail;
  attempt: AttemptView;
  task: TaskInstanceView;
}) {
  const t = useTranslations("runs");
  const usage = measured(attempt.usage);
  const { automatic, byHand } = triesUpTo(task.attempts, attempt.number);
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-1 text-xs">
      <Fact label={t("tries")}>
        {automatic + byHand === 0
          ? t("try_of", { number: attempt.number, most: Math.max(task.max_tries, attempt.number) })
          : t("try_by", { number: attempt.number, automatic, hand: byHand })}
      </Fact>
      <Fact label={t("version")}>
        <Link className="text-accent hover:underline" href={versionHref(run.dag_id, attempt.version)}>
          {t("version_number", { number: attempt.version })}
        </Link>
      </Fact>
      {attempt.started_at ? (
        <>
          <Fact label={t("started")}>
            <AbsoluteTime at={attempt.started_at} />
          </Fact>
          <Fact label={t("duration")}>
            <Duration from={attempt.started_at} to={attempt.finished_at} />
          </Fact>
        </>
      ) : null}
      {attempt.worker_id ? (
        <Fact label={t("worker")}>
          <Id id={attempt.worker_id} />
        </Fact>
      ) : null}
      {attempt.finished_at === null || attempt.worker_id === null ? null : (
        <>
          <Fact label={t("cpu")}>
            {usage.cpuMs === null ? (
              t("not_measured")
            ) : usage.cpuMs === "under_tick" ? (
              <>
                {"< "}
                <Duration ms={CPU_TICK_MS} />
              </>
            ) : (
              <Duration ms={usage.cpuMs} />
            )}
          </Fact>
          <Fact label={t("memory")}>
            {usage.maxRssBytes === null ? t("not_measured") : bytes(usage.maxRssBytes)}
          </Fact>
        </>
      )}
      {task.pool === "default_pool" ? null : <Fact label={t("pool")}>{task.pool}</Fact>}
      {task.queue === "default" ? null : <Fact label={t("queue")}>{task.queue}</Fact>}
    </dl>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex min-h-6 items-center gap-1.5">
      <dt className="text-fg-subtle">{label}</dt>
      <dd className="nums min-w-0">{children}</dd>
    </div>
  );
}
