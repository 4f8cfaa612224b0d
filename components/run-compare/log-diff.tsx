"use client";
import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { Card } from "@/components/ui/card";
import { Switch } from "@/components/ui/choice";
import { Select } from "@/components/ui/select";
import { TableSkeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { VirtualList } from "@/components/ui/virtual-list";
import { cn } from "@/lib/client/cn";
import { number } from "@/lib/client/format";
import type { RunDetail } from "@/lib/runs/schema";
import type { TaskPair } from "./compare-model";
import { type DiffRow, diffLines, folded, withoutNumbers } from "./line-diff";
import { compareQueries, LOG_LINES } from "./queries";

const MARGIN = 3;
const ROW_PX = 20;
const asItIs = (line: string) => line;

type Props = {
  a: RunDetail;
  b: RunDetail;
  task: string;
  pairs: readonly TaskPair[];
  onTask: (taskId: string) => void;
};

/**
 * What differs between the logs of a task's last tries. Their ends are compared; the work is bounded by diffLines, and what
 * is left out is said.
 */
export function LogDiff({ a, b, task, pairs, onTask }: Props) {
  const t = useTranslations("run_compare");
  const [exact, setExact] = useState(false);
  const before = useQuery(compareQueries.logEnd(lastTry(a, task)));
  const after = useQuery(compareQueries.logEnd(lastTry(b, task)));
  const keyOf = exact ? asItIs : withoutNumbers;
  const lines = useMemo(
    () => (before.data && after.data ? diffLines(before.data.lines, after.data.lines, keyOf) : undefined),
    [before.data, after.data, keyOf],
  );
  const failed = before.isError ? before : after.isError ? after : null;
  return (
    <Card
      title={t("log")}
      flush
      actions={
        <>
          <Switch label={t("exact")} checked={exact} onChange={setExact} />
          <Select
            label={t("task")}
            className="h-7 w-44 text-xs"
            value={task}
            onChange={onTask}
            options={pairs.map(({ taskId }) => ({ value: taskId, label: taskId }))}
          />
        </>
      }
    >
      {failed ? (
        <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
      ) : lines === undefined || !before.data || !after.data ? (
        <TableSkeleton rows={8} label={t("loading_log")} />
      ) : (
        <>
          <Skipped count={Math.max(before.data.skipped, after.data.skipped)} />
          {lines === null ? (
            <p className="px-4 py-3 text-sm">{t("too_different")}</p>
          ) : lines.every(({ kind }) => kind === "same") ? (
            <p className="px-4 py-3 text-sm">
              {lines.length === 0 ? t("no_log") : t(exact ? "same_log" : "same_but_numbers")}
            </p>
          ) : (
            <Rows label={t("log_of", { task })} rows={folded(lines, MARGIN)} />
          )}
        </>
      )}
    </Card>
  );
}

function lastTry({ tasks }: RunDetail, taskId: string) {
  return tasks.find(({ task_id }) => task_id === taskId)?.attempts.at(-1) ?? null;
}

function Skipped({ count }: { count: number }) {
  const t = useTranslations("run_compare");
  if (count === 0) return null;
  return (
    <p className="border-b px-4 py-1.5 text-fg-subtle text-xs">
      {t("log_end", { lines: LOG_LINES, skipped: count })}
    </p>
  );
}

const SIGN = { same: " ", removed: "−", added: "+" } as const;
const LOOK = { same: "", removed: "bg-danger-soft", added: "bg-success-soft" } as const;

function Rows({ label, rows }: { label: string; rows: readonly DiffRow[] }) {
  const t = useTranslations("run_compare");
  const locale = useLocale();
  return (
    <VirtualList
      label={label}
      items={rows}
      itemKey={(row) => `${row.kind} ${row.before} ${"after" in row ? row.after : ""}`}
      rowPx={ROW_PX}
      className="max-h-[32rem] font-mono text-xs"
    >
      {(row) =>
        row.kind === "skipped" ? (
          <span className="flex h-full items-center bg-surface-2 px-4 font-sans text-2xs text-fg-subtle">
            {t("same_lines", { count: row.count })}
          </span>
        ) : (
          <span className={cn("flex h-full items-center gap-2 whitespace-pre px-4", LOOK[row.kind])}>
            <span aria-hidden className="nums w-10 shrink-0 text-right text-fg-subtle">
              {row.before === null ? "" : number(row.before, locale)}
            </span>
            <span aria-hidden className="nums w-10 shrink-0 text-right text-fg-subtle">
              {row.after === null ? "" : number(row.after, locale)}
            </span>
            <span aria-hidden className="w-2 shrink-0">
              {SIGN[row.kind]}
            </span>
            {row.kind === "same" ? null : <span className="sr-only">{t(`line.${row.kind}`)} </span>}
            <span className="min-w-0 truncate" title={row.text}>
              {row.text}
            </span>
          </span>
        )
      }
    </VirtualList>
  );
}
