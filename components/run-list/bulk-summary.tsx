"use client";
import { useTranslations } from "next-intl";
import { useRunName } from "@/components/runs/use-run-name";
import { useReasonWords } from "@/components/ui/reason-words";
import { Skeleton } from "@/components/ui/skeleton";
import { StatusIcon, useStateLabel } from "@/components/ui/status";
import { VirtualList } from "@/components/ui/virtual-list";
import { cn } from "@/lib/client/cn";
import type { BulkResult } from "@/lib/run-bulk/schema";
import type { BulkKind } from "./bulk-queries";

type Props = {
  kind: BulkKind;
  results: readonly BulkResult[];
  isPreview: boolean;
  isLoading: boolean;
  left: number;
  leftIsMore: boolean;
};

const ROW_PX = 32;
const MOST_ROWS_SHOWN = 8;

/** How many runs an action touches, and what becomes of each. Those that are refused come first. */
export function BulkSummary({ kind, results, isPreview, isLoading, left, leftIsMore }: Props) {
  const t = useTranslations("run_bulk");
  if (isLoading)
    return (
      <div role="status" aria-label={t("looking")} className="grid gap-2">
        <Skeleton className="h-4 w-72" />
        <Skeleton className="h-40" />
      </div>
    );
  const of = (outcome: BulkResult["outcome"]) => results.filter((one) => one.outcome === outcome);
  const [done, nothing, refused] = [of("done"), of("nothing"), of("refused")];
  const tasks = done.reduce((sum, one) => sum + one.tasks, 0);
  const pipelines = new Set(done.map(({ dag_id }) => dag_id)).size;
  const replaced = kind === "note" ? done.filter(({ before }) => before !== null).length : 0;
  const rows = [...refused, ...done, ...nothing];
  return (
    <div className="grid min-w-0 gap-2">
      <p role="status" className="text-sm">
        <span className="font-medium">
          {t(isPreview ? "will" : "was", { runs: done.length, pipelines, tasks })}
        </span>{" "}
        {nothing.length > 0 ? t("nothing_to_do", { count: nothing.length }) : null}{" "}
        {replaced > 0 ? t("replaces_notes", { count: replaced }) : null}
      </p>
      {refused.length > 0 ? (
        <p className="text-danger text-sm">{t("refused", { count: refused.length })}</p>
      ) : null}
      {left > 0 ? (
        <p className="text-sm text-warning">{t(leftIsMore ? "left_more" : "left", { count: left })}</p>
      ) : null}
      {rows.length > 0 ? (
        <VirtualList
          label={t("runs")}
          items={rows}
          itemKey={(one) => one.id}
          rowPx={ROW_PX}
          className={cn("rounded-md border", rows.length > MOST_ROWS_SHOWN && "h-64")}
        >
          {(one) => <Line one={one} kind={kind} />}
        </VirtualList>
      ) : null}
    </div>
  );
}

function Line({ one, kind }: { one: BulkResult; kind: BulkKind }) {
  const t = useTranslations("run_bulk");
  const nameOf = useRunName();
  const label = useStateLabel();
  const reasons = useReasonWords();
  const why = one.reason ? reasons(one.reason.code, one.reason.values ?? {}) : null;
  const what =
    one.outcome === "refused"
      ? (why ?? one.detail ?? "")
      : one.outcome === "nothing"
        ? t("nothing")
        : kind === "rerun" || kind === "rerun_failed"
          ? t("tasks_on", { count: one.tasks, version: one.on_version ?? one.version })
          : kind === "delete"
            ? t("goes", { tasks: one.removed?.tasks ?? 0, artifacts: one.removed?.artifacts ?? 0 })
            : "";
  return (
    <span className="flex h-full min-w-0 items-center gap-3 px-3 text-sm">
      <span className="flex shrink-0 items-center" title={label(one.state)}>
        <StatusIcon state={one.state} className="animate-none" />
        <span className="sr-only">{label(one.state)}</span>
      </span>
      <span className="min-w-0 shrink-0 basis-44 truncate max-sm:basis-24">{one.dag_id}</span>
      <span className="min-w-0 flex-1 truncate text-fg-muted" title={one.run_key}>
        {nameOf(one)}
      </span>
      <span
        title={what}
        className={cn(
          "nums min-w-0 max-w-[50%] truncate text-right text-xs",
          one.outcome === "refused" ? "text-danger" : "text-fg-muted",
        )}
      >
        {what}
      </span>
    </span>
  );
}
