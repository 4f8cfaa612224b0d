"use client";
import { useLocale, useTranslations } from "next-intl";
import { changesHref, runHref, versionHref } from "@/components/runs/run-href";
import { RunType } from "@/components/runs/run-type";
import { useErrorWords } from "@/components/runs/use-error-words";
import { useRunName } from "@/components/runs/use-run-name";
import { RelativeTime } from "@/components/time/time";
import { Link } from "@/components/ui/link";
import { StatusBadge } from "@/components/ui/status";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { bytes, duration } from "@/lib/client/format";
import type { TaskHistoryLine } from "@/lib/runs/schema";
import { amountOf, changedFrom } from "./history-model";

type Props = { dagId: string; taskId: string; lines: readonly TaskHistoryLine[] };

/** The chart's twin, the latest run first, with the way to the task in each run and to what changed in the code. */
export function HistoryTable({ dagId, taskId, lines }: Props) {
  const t = useTranslations("task_history");
  const runs = useTranslations("runs");
  const nameOf = useRunName();
  const locale = useLocale();
  const time = (ms: number | null) => (ms === null ? "" : duration(ms, locale));
  return (
    <Table
      label={t("table")}
      className="[&_:is(td,th):first-child]:sticky [&_:is(td,th):first-child]:left-0 [&_td:first-child]:bg-surface"
    >
      <thead>
        <tr>
          <Th>{runs("run")}</Th>
          <Th>{runs("state")}</Th>
          <Th className="text-right">{t("metric.ran")}</Th>
          <Th className="text-right">{t("metric.waited")}</Th>
          <Th className="text-right">{t("metric.memory")}</Th>
          <Th className="text-right">{t("metric.tries")}</Th>
          <Th>{runs("type")}</Th>
          <Th>{runs("started")}</Th>
          <Th>{runs("version")}</Th>
          <Th>{runs("why")}</Th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line, at) => {
          const memory = amountOf(line, "memory");
          const before = changedFrom(lines, at);
          return (
            <Tr key={line.id}>
              <Td className="whitespace-nowrap">
                <Link
                  href={runHref(dagId, line.run_id, taskId)}
                  title={line.run_key}
                  className="font-medium hover:underline"
                >
                  {nameOf(line)}
                </Link>
              </Td>
              <Td>
                <StatusBadge state={line.state} />
              </Td>
              <Td className="nums text-right">{time(line.ran_ms)}</Td>
              <Td className="nums text-right text-fg-muted">{time(line.waited_ms)}</Td>
              <Td className="nums whitespace-nowrap text-right text-fg-muted">
                {memory === null ? null : bytes(memory, locale)}
              </Td>
              <Td className="nums text-right text-fg-muted">{line.try_number}</Td>
              <Td>
                <RunType type={line.run_type} />
              </Td>
              <Td className="text-fg-muted">
                {line.started_at ? <RelativeTime at={line.started_at} /> : null}
              </Td>
              <Td className="nums whitespace-nowrap">
                {before === null ? (
                  <Link href={versionHref(dagId, line.version)} className="text-fg-muted hover:underline">
                    {line.version}
                  </Link>
                ) : (
                  <Link
                    href={changesHref(dagId, before, line.version)}
                    className="text-accent hover:underline"
                  >
                    {t("changed_from", { from: before, to: line.version })}
                  </Link>
                )}
              </Td>
              <Td className="max-w-80">
                <Failure line={line} />
              </Td>
            </Tr>
          );
        })}
      </tbody>
    </Table>
  );
}

function Failure({ line }: { line: TaskHistoryLine }) {
  const words = useErrorWords();
  if (line.state !== "failed") return null;
  const { headline } = words(line);
  return (
    <span title={headline} className="block truncate text-danger text-xs">
      {headline}
    </span>
  );
}
