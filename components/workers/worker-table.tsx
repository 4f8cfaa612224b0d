"use client";
import { useTranslations } from "next-intl";
import { LogsLink } from "@/components/log-links/logs-link";
import { runHref } from "@/components/runs/run-href";
import { useNow } from "@/components/time/clock";
import { Duration, RelativeTime } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Id } from "@/components/ui/id";
import { Link } from "@/components/ui/link";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { WorkerView } from "@/lib/tasks/schema";
import { workerState } from "./worker-state";

const TONE = { live: "success", late: "warning", stopped: "neutral", lost: "danger" } as const;

const ISOLATION_TONE = { isolated: "success", "separate-user": "warning", none: "danger" } as const;

export function WorkerTable({ workers }: { workers: readonly WorkerView[] }) {
  const t = useTranslations("workers");
  const logs = useTranslations("log_sources");
  const now = useNow(true);
  return (
    <Table label={t("workers")}>
      <thead>
        <tr>
          <Th>{t("worker")}</Th>
          <Th>{t("state")}</Th>
          <Th>{t("host")}</Th>
          <Th>{t("queues")}</Th>
          <Th>{t("running")}</Th>
          <Th>{t("isolation")}</Th>
          <Th>{t("heartbeat")}</Th>
          <Th>{t("up")}</Th>
          <Th>
            <span className="sr-only">{logs("logs")}</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {workers.map((worker) => {
          const state = workerState(worker, new Date(now).getTime());
          return (
            <Tr key={worker.id}>
              <Td>
                <Id id={worker.id} />
              </Td>
              <Td>
                <Badge tone={TONE[state]}>{t(`states.${state}`)}</Badge>
              </Td>
              <Td className="whitespace-nowrap font-mono text-xs">{`${worker.host}:${worker.pid}`}</Td>
              <Td className="whitespace-nowrap font-mono text-xs">{worker.queues.join(", ")}</Td>
              <Td>
                <RunningTasks worker={worker} />
              </Td>
              <Td>
                <Isolation worker={worker} />
              </Td>
              <Td>
                <RelativeTime at={worker.last_heartbeat_at} />
              </Td>
              <Td className="nums">
                <Duration from={worker.started_at} to={worker.stopped_at} />
              </Td>
              <Td className="w-0">
                <LogsLink
                  ids={{ worker: worker.id }}
                  span={{ from: worker.started_at, to: worker.stopped_at }}
                  of={worker.host}
                />
              </Td>
            </Tr>
          );
        })}
      </tbody>
    </Table>
  );
}

/** The isolation of its tasks, with missing parts. */
function Isolation({ worker }: { worker: WorkerView }) {
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
  if (worker.attempts.length === 0) return <span className="nums whitespace-nowrap">{load}</span>;
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
      </ul>
    </details>
  );
}
