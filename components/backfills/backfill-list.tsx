"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { runsHref } from "@/components/runs/runs-href";
import { AbsoluteTime, RelativeTime } from "@/components/time/time";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { LoadMore } from "@/components/ui/load-more";
import { StackedBar } from "@/components/ui/progress-bar";
import { ErrorState } from "@/components/ui/states";
import { STATES, StatusBadge, StatusIcon, useStateLabel } from "@/components/ui/status";
import type { BackfillView } from "@/lib/backfills/schema";
import { cn } from "@/lib/client/cn";
import { middleTruncate } from "@/lib/client/format";
import { BackfillActions } from "./backfill-actions";
import { backfillQueries } from "./queries";

type BackfillListProps = {
  dagId: string;
  timeZone: string;
  canWrite: boolean;
  /** Shows the runs of one. */
  onShow: (id: string) => void;
};

/** The backfills of a pipeline with their progress; renders nothing without any. */
export function BackfillList({ dagId, timeZone, canWrite, onShow }: BackfillListProps) {
  const t = useTranslations("backfills");
  const list = useInfiniteQuery(backfillQueries.list(dagId));
  if (list.isError)
    return (
      <Card title={t("list")}>
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      </Card>
    );
  const rows = (list.data?.pages ?? []).flatMap((page) => page.data);
  if (rows.length === 0) return null;
  return (
    <Card title={t("list")} flush>
      <ul>
        {rows.map((row) => (
          <li
            key={row.id}
            className="grid items-center gap-x-6 gap-y-1 border-b px-4 py-2 last:border-b-0 md:grid-cols-[minmax(0,20rem)_minmax(0,1fr)_auto]"
          >
            <div className="min-w-0">
              <p className="flex flex-wrap items-baseline gap-x-1 text-sm">
                <AbsoluteTime at={row.from_date} zone={timeZone} seconds={false} />
                {"–"}
                <AbsoluteTime at={row.to_date} zone={timeZone} seconds={false} />
              </p>
              <p className="flex flex-wrap items-center gap-x-3 text-fg-muted text-xs">
                <Outcome row={row} />
                <span>{t("by", { name: row.created_by ?? "" })}</span>
                <RelativeTime at={row.created_at} />
              </p>
            </div>
            <div className="grid min-w-0 gap-1">
              <Progress row={row} dagId={dagId} />
              {row.rerun_by.length > 0 ? (
                <p className="flex flex-wrap gap-x-3 text-fg-muted text-xs">
                  {row.rerun_by.map((later) => (
                    <button
                      key={later.backfill_id}
                      type="button"
                      onClick={() => onShow(later.backfill_id)}
                      className="min-h-6 text-left underline decoration-dotted underline-offset-4 hover:decoration-solid"
                    >
                      {t("rerun_by", { count: later.runs, id: middleTruncate(later.backfill_id) })}
                    </button>
                  ))}
                </p>
              ) : null}
            </div>
            <div className="flex items-center justify-end gap-1">
              <button
                type="button"
                onClick={() => onShow(row.id)}
                className="min-h-6 px-2 text-accent text-sm hover:underline"
              >
                {t("show_runs")}
              </button>
              {canWrite ? <BackfillActions id={row.id} dagId={dagId} state={row.state} /> : null}
            </div>
          </li>
        ))}
      </ul>
      {list.hasNextPage ? (
        <div className="border-t">
          <LoadMore
            shown={rows.length}
            hasMore
            busy={list.isFetchingNextPage}
            onMore={() => void list.fetchNextPage()}
          />
        </div>
      ) : null}
    </Card>
  );
}

/** One that is over with failed runs is no success. */
function Outcome({ row }: { row: BackfillView }) {
  const t = useTranslations("backfills");
  if (row.state !== "completed" || row.counts.failed === 0)
    return <StatusBadge state={row.state} className="text-xs" />;
  return (
    <span className="inline-flex items-center gap-1 whitespace-nowrap text-danger text-xs">
      <StatusIcon state="failed" />
      {t("completed_failed", { count: row.counts.failed })}
    </span>
  );
}

/** Ended runs come first, as in time. */
const ORDER = ["success", "failed", "cancelled", "running", "queued"] as const;

function Progress({ row, dagId }: { row: BackfillView; dagId: string }) {
  const t = useTranslations("backfills");
  const label = useStateLabel();
  const { counts, total_runs: total } = row;
  const done = total - counts.queued - counts.running;
  const parts = ORDER.filter((state) => counts[state] > 0);
  const words = parts.map((state) => `${label(state)} ${counts[state]}`).join(", ");
  return (
    <div className="grid min-w-0 gap-1">
      <StackedBar
        label={t("progress", { done, total, states: words })}
        segments={ORDER.map((state) => ({
          key: state,
          value: counts[state],
          className: state === "queued" ? "" : STATES[state].fill,
          label: `${label(state)} ${counts[state]}`,
        }))}
      />
      <p className="nums flex flex-wrap gap-x-3 text-fg-muted text-xs">
        <Link
          href={runsHref({ pipeline: [dagId], backfill: row.id })}
          className="inline-flex min-h-6 items-center underline-offset-2 hover:underline"
        >
          {t("done", { done, total })}
        </Link>
        {parts
          .filter((state) => state !== "queued" && state !== "success")
          .map((state) => (
            <Link
              key={state}
              href={runsHref({ pipeline: [dagId], backfill: row.id, state: [state] })}
              className={cn(
                "inline-flex min-h-6 items-center underline-offset-2 hover:underline",
                STATES[state].text,
              )}
            >{`${label(state)} ${counts[state]}`}</Link>
          ))}
      </p>
    </div>
  );
}
