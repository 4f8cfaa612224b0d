"use client";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { runHref } from "@/components/runs/run-href";
import { useRunName } from "@/components/runs/use-run-name";
import { Link } from "@/components/ui/link";
import { STATES, type State, useStateLabel } from "@/components/ui/status";
import { cn } from "@/lib/client/cn";
import { duration } from "@/lib/client/format";
import type { PipelineRow } from "@/lib/pipelines/schema";
import { barHeights } from "./bar-heights";

/**
 * The last runs, oldest first: height is duration, colour is state, and each leads to its run. They are for the pointer;
 * keyboards and screen readers have a sentence, and the run that ended last as a link beside it.
 */
export function LastRuns({ row }: { row: PipelineRow }) {
  const t = useTranslations("pipelines");
  const label = useStateLabel();
  const format = useFormatter();
  const locale = useLocale();
  const nameOf = useRunName();
  if (row.last_runs.length === 0) return <span className="text-fg-subtle">{t("never_ran")}</span>;
  const runs = row.last_runs.toReversed();
  const heights = barHeights(runs.map((run) => run.ran_ms));
  const titleOf = (run: (typeof runs)[number]) =>
    [
      nameOf({ ...run, time_zone: row.schedule?.time_zone ?? null }),
      label(run.state),
      ...(run.ran_ms === null ? [] : [duration(run.ran_ms, locale)]),
    ].join(" · ");
  return (
    <span className="inline-flex align-middle">
      <span className="sr-only">
        {t("last_runs_label", { states: format.list(runs.map((run) => label(run.state))) })}
      </span>
      <span aria-hidden className="flex h-7 items-stretch">
        {runs.map((run, at) => {
          const bar = heights[at] ?? null;
          return (
            <Link
              key={run.id}
              href={runHref(row.dag_id, run.id)}
              tabIndex={-1}
              title={titleOf(run)}
              className="flex w-2.5 items-end justify-center py-1 hover:bg-surface-3"
            >
              <span
                style={{ height: bar ? `${bar.percent}%` : undefined }}
                className={cn(
                  "w-1.5 rounded-[1.5px]",
                  STATES[run.state as State]?.fill ?? "bg-state-none",
                  bar === null && (run.state === "running" ? "h-3/5 animate-pulse" : "h-1/5"),
                  bar?.isCut && "rounded-t-none border-surface border-t-2 shadow-[0_-2px_0_currentColor]",
                )}
              />
            </Link>
          );
        })}
      </span>
    </span>
  );
}
