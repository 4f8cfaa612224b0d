"use client";
import { Eraser } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { LogViewer } from "@/components/logs/log-viewer";
import { AbsoluteTime, Duration } from "@/components/time/time";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { Id } from "@/components/ui/id";
import { Select } from "@/components/ui/select";
import { StatusBadge, useStateLabel } from "@/components/ui/status";
import { bytes } from "@/lib/client/format";
import type { AttemptView, TaskInstanceView } from "@/lib/runs/schema";
import { AttemptError } from "./attempt-error";
import { WaitNotice } from "./wait-notice";

type TaskPanelProps = {
  task: TaskInstanceView;
  dagId: string;
  canWrite: boolean;
  /** Null: the newest. */
  number: number | null;
  onNumber: (number: number | null) => void;
  /** Undefined: this person may not run tasks again. */
  onClear: (() => void) | undefined;
};

/** One task of a run: its tries, why it failed, what it printed, what it returned. */
export function TaskPanel({ task, dagId, canWrite, number, onNumber, onClear }: TaskPanelProps) {
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
          {onClear ? (
            <Button size="sm" icon={Eraser} onClick={onClear}>
              {t("clear_task")}
            </Button>
          ) : null}
        </>
      }
    >
      <div className="grid min-w-0 gap-3">
        {task.waits_for ? <WaitNotice waits={task.waits_for} dagId={dagId} canWrite={canWrite} /> : null}
        {attempt ? (
          <>
            <AttemptFacts attempt={attempt} task={task} />
            <AttemptError attempt={attempt} />
            <LogViewer key={attempt.id} attemptId={attempt.id} />
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

function AttemptFacts({ attempt, task }: { attempt: AttemptView; task: TaskInstanceView }) {
  const t = useTranslations("runs");
  const usage = usageOf(attempt.usage);
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-1 text-xs">
      <Fact label={t("tries")}>{t("try_of", { number: attempt.number, most: task.max_tries })}</Fact>
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
      {usage.cpuMs === null ? null : (
        <Fact label={t("cpu")}>
          <Duration ms={usage.cpuMs} />
        </Fact>
      )}
      {usage.maxRssBytes === null ? null : <Fact label={t("memory")}>{bytes(usage.maxRssBytes)}</Fact>}
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

/** Usage is the worker's to extend; what is not a number is not shown. */
function usageOf(usage: unknown): { cpuMs: number | null; maxRssBytes: number | null } {
  const known: Record<string, unknown> = typeof usage === "object" && usage !== null ? { ...usage } : {};
  const number = (value: unknown) => (typeof value === "number" ? value : null);
  return { cpuMs: number(known.cpu_ms), maxRssBytes: number(known.max_rss_bytes) };
}
