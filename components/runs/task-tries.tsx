"use client";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { AbsoluteTime, Duration } from "@/components/time/time";
import { Id } from "@/components/ui/id";
import { Link } from "@/components/ui/link";
import { SelectLink } from "@/components/ui/select-link";
import { StatusBadge } from "@/components/ui/status";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { bytes } from "@/lib/client/format";
import type { AttemptView, RunDetail, TaskInstanceView } from "@/lib/runs/schema";
import { CPU_TICK_MS, measured, triesUpTo } from "./attempt-facts";
import { runHref, versionHref } from "./run-href";

type TaskTriesProps = {
  run: RunDetail;
  task: TaskInstanceView;
  chosen: AttemptView | undefined;
  onChoose: (number: number) => void;
};

/** All tries of a task, the newest first: when, where, by what, and what they used. */
export function TaskTries({ run, task, chosen, onChoose }: TaskTriesProps) {
  const t = useTranslations("runs");
  const newest = task.attempts.at(-1);
  const { automatic, byHand } = triesUpTo(task.attempts, newest?.number ?? 0);
  return (
    <div className="grid gap-3">
      <dl className="flex flex-wrap gap-x-6 gap-y-1 text-xs">
        <Fact label={t("tries")}>
          {newest === undefined
            ? t("try_of", { number: 0, most: task.max_tries })
            : automatic + byHand === 0
              ? t("try_of", { number: newest.number, most: Math.max(task.max_tries, newest.number) })
              : t("try_by", { number: newest.number, automatic, hand: byHand })}
        </Fact>
        <Fact label={t("pool")}>{task.pool}</Fact>
        <Fact label={t("queue")}>{task.queue}</Fact>
      </dl>
      {task.attempts.length > 0 ? (
        <div className="overflow-x-auto rounded-lg border">
          <Table label={t("tries")}>
            <thead>
              <tr>
                <Th>{t("try")}</Th>
                <Th>{t("state")}</Th>
                <Th>{t("started")}</Th>
                <Th className="text-right">{t("duration")}</Th>
                <Th>{t("version")}</Th>
                <Th>{t("worker")}</Th>
                <Th className="text-right">{t("cpu")}</Th>
                <Th className="text-right">{t("memory")}</Th>
                <Th className="text-right">{t("exit")}</Th>
              </tr>
            </thead>
            <tbody>
              {task.attempts.toReversed().map((attempt) => (
                <Tr key={attempt.id}>
                  <Td className="whitespace-nowrap">
                    <SelectLink
                      className="font-medium text-accent hover:underline"
                      href={`${runHref(run.dag_id, run.id, task.task_id)}&try=${attempt.number}`}
                      aria-current={attempt.id === chosen?.id ? "true" : undefined}
                      onSelect={() => onChoose(attempt.number)}
                    >
                      {t("try_short", { number: attempt.number })}
                    </SelectLink>
                  </Td>
                  <Td>
                    <StatusBadge state={attempt.state} />
                  </Td>
                  <Td>{attempt.started_at ? <AbsoluteTime at={attempt.started_at} /> : null}</Td>
                  <Td className="nums text-right">
                    {attempt.started_at ? (
                      <Duration from={attempt.started_at} to={attempt.finished_at} />
                    ) : null}
                  </Td>
                  <Td className="whitespace-nowrap">
                    <Link className="hover:underline" href={versionHref(run.dag_id, attempt.version)}>
                      {t("version_number", { number: attempt.version })}
                    </Link>
                  </Td>
                  <Td>{attempt.worker_id ? <Id id={attempt.worker_id} /> : null}</Td>
                  <UsageCells attempt={attempt} />
                  <Td className="nums text-right">{attempt.exit_code}</Td>
                </Tr>
              ))}
            </tbody>
          </Table>
        </div>
      ) : null}
    </div>
  );
}

/** Nothing is known of a try that still runs, and of one that no worker took. */
function UsageCells({ attempt }: { attempt: AttemptView }) {
  const t = useTranslations("runs");
  const locale = useLocale();
  const isKnown = attempt.finished_at !== null && attempt.worker_id !== null;
  const { cpuMs, maxRssBytes } = measured(attempt.usage);
  return (
    <>
      <Td className="nums whitespace-nowrap text-right">
        {!isKnown ? null : cpuMs === null ? (
          t("not_measured")
        ) : cpuMs === "under_tick" ? (
          <>
            {"< "}
            <Duration ms={CPU_TICK_MS} />
          </>
        ) : (
          <Duration ms={cpuMs} />
        )}
      </Td>
      <Td className="nums whitespace-nowrap text-right">
        {!isKnown ? null : maxRssBytes === null ? t("not_measured") : bytes(maxRssBytes, locale)}
      </Td>
    </>
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
