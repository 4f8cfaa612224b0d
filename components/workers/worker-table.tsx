"use client";
import { useLocale, useTranslations } from "next-intl";
import { LogsLink } from "@/components/log-links/logs-link";
import { runHref } from "@/components/runs/run-href";
import { tasksHref } from "@/components/runs/runs-href";
import { useNow } from "@/components/time/clock";
import { Duration } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { number } from "@/lib/client/format";
import type { WorkerView } from "@/lib/tasks/schema";
import { workerHref } from "./queries";
import { WorkerLoad } from "./worker-load";
import { WorkerMenu } from "./worker-menu";
import { workerState } from "./worker-state";

const TONE = {
  live: "success",
  late: "warning",
  draining: "warning",
  stopping: "warning",
  stopped: "neutral",
  lost: "danger",
} as const;

const ISOLATION_TONE = { isolated: "success", "separate-user": "warning", none: "danger" } as const;

type Props = { workers: readonly WorkerView[]; canOrder: boolean };

export function WorkerTable({ workers, canOrder }: Props) {
  const t = useTranslations("workers");
  const logs = useTranslations("log_sources");
  const locale = useLocale();
  const now = new Date(useNow(true)).getTime();
  return (
    <Table cards label={t("workers")}>
      <thead>
        <tr>
          <Th className="sticky left-0">{t("worker")}</Th>
          <Th>{t("state")}</Th>
          <Th>{t("queues")}</Th>
          <Th>{t("running")}</Th>
          <Th className="text-right">{t("done_hour")}</Th>
          <Th className="text-right">{t("failed_hour")}</Th>
          <Th>{t("cpu")}</Th>
          <Th>{t("memory")}</Th>
          <Th>{t("isolation")}</Th>
          <Th>{t("up")}</Th>
          <Th>
            <span className="sr-only">{logs("logs")}</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {workers.map((worker) => (
          <Tr key={worker.id} className="group/row">
            <Td className="sticky left-0 whitespace-nowrap bg-surface group-hover/row:bg-surface-2">
              <Link
                href={workerHref(worker.id)}
                title={worker.id}
                className="font-mono text-xs hover:underline"
              >
                {`${worker.host}:${worker.pid}`}
              </Link>
            </Td>
            <Td>
              <StateBadge worker={worker} now={now} />
            </Td>
            <Td className="whitespace-nowrap font-mono text-xs">{worker.queues.join(", ")}</Td>
            <Td>
              <RunningTasks worker={worker} />
            </Td>
            <Td className="nums text-right">{number(worker.done, locale)}</Td>
            <Td className={`nums text-right ${worker.failed > 0 ? "text-danger" : ""}`}>
              {number(worker.failed, locale)}
            </Td>
            <Td>
              <WorkerLoad samples={worker.samples} now={now} what="cpu" />
            </Td>
            <Td>
              <WorkerLoad samples={worker.samples} now={now} what="memory" />
            </Td>
            <Td>
              <Isolation worker={worker} />
            </Td>
            <Td className="nums whitespace-nowrap">
              <Duration from={worker.started_at} to={worker.stopped_at} />
            </Td>
            <Td className="w-0 py-0">
              <span className="flex items-center">
                <LogsLink
                  ids={{ worker: worker.id }}
                  span={{ from: worker.started_at, to: worker.stopped_at }}
                  of={worker.host}
                />
                {canOrder ? <WorkerMenu worker={worker} /> : null}
              </span>
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

export function StateBadge({ worker, now }: { worker: WorkerView; now: number }) {
  const t = useTranslations("workers");
  const state = workerState(worker, now);
  return <Badge tone={TONE[state]}>{t(`states.${state}`)}</Badge>;
}

/** The isolation of its tasks, with missing parts. */
export function Isolation({ worker }: { worker: WorkerView }) {
  const t = useTranslations("workers");
  if (worker.isolation === null) return null;
  return (
    <div className="grid justify-items-start gap-0.5 text-xs">
      <Badge tone={ISOLATION_TONE[worker.isolation]}>{t(`isolations.${worker.isolation}`)}</Badge>
      {worker.isolation_gaps.map((gap) => (
        <span key={gap} className="text-fg-muted">
          {t(`isolation_gaps.${gap}`)}
        </span>
      ))}
    </div>
  );
}

/** Used places, and a link for each running task. */
function RunningTasks({ worker }: { worker: WorkerView }) {
  const t = useTranslations("workers");
  const load = `${worker.running} / ${worker.concurrency}`;
  const all = tasksHref({ worker: worker.id, when: "7d" });
  if (worker.attempts.length === 0)
    return (
      <Link href={all} title={t("its_tasks")} className="nums whitespace-nowrap hover:underline">
        {load}
      </Link>
    );
  return (
    <details>
      <summary className="nums min-h-6 cursor-pointer whitespace-nowrap">
        {load} <span className="sr-only">{t("show_tasks")}</span>
      </summary>
      <ul className="grid gap-0.5 py-1">
        {worker.attempts.map((attempt) => (
          <li key={attempt.id} className="flex gap-3 whitespace-nowrap text-xs">
            <Link
              href={`${runHref(attempt.dag_id, attempt.run_id)}?task=${encodeURIComponent(attempt.task_id)}`}
              className="hover:underline"
            >
              {`${attempt.dag_id} / ${attempt.task_id}`}
            </Link>
            {attempt.started_at ? <Duration from={attempt.started_at} className="text-fg-subtle" /> : null}
          </li>
        ))}
        <li className="text-xs">
          <Link href={all} className="text-accent hover:underline">
            {t("its_tasks")}
          </Link>
        </li>
      </ul>
    </details>
  );
}
