"use client";
import { useTranslations } from "next-intl";
import { runHref } from "@/components/runs/run-href";
import { runsHref } from "@/components/runs/runs-href";
import { useRunName } from "@/components/runs/use-run-name";
import { Duration, RelativeTime } from "@/components/time/time";
import { Link } from "@/components/ui/link";
import { StatusIcon, useStateLabel } from "@/components/ui/status";
import { cn } from "@/lib/client/cn";
import type { PipelineRow } from "@/lib/pipelines/schema";

/** How the last run ended, when, and how long it took; leads to it. */
export function LastResult({ row }: { row: PipelineRow }) {
  const label = useStateLabel();
  const nameOf = useRunName();
  const run = row.last_ended;
  if (run === null) return null;
  const failed = run.state === "failed";
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <Link
        href={runHref(row.dag_id, run.id)}
        title={nameOf({ ...run, time_zone: row.schedule?.time_zone ?? null })}
        className={cn("flex items-center gap-1.5 hover:underline", failed && "font-medium text-danger")}
      >
        <StatusIcon state={run.state} />
        {label(run.state)}
      </Link>
      <span className="truncate text-fg-muted text-xs">
        {run.finished_at ? <RelativeTime at={run.finished_at} /> : null}
        {run.ran_ms === null ? null : (
          <>
            {" · "}
            <Duration ms={run.ran_ms} />
          </>
        )}
      </span>
    </span>
  );
}

/** Runs that run and wait now; each number leads to them. */
export function RunningNow({ row }: { row: PipelineRow }) {
  const label = useStateLabel();
  const counts = [
    { state: "running", count: row.running },
    { state: "queued", count: row.queued },
  ].filter(({ count }) => count > 0);
  return (
    <span className="flex items-center gap-3">
      {counts.map(({ state, count }) => (
        <Link
          key={state}
          href={runsHref({ pipeline: [row.dag_id], state: [state] })}
          title={`${label(state)} ${count}`}
          className="nums flex items-center gap-1 hover:underline"
        >
          <StatusIcon state={state} />
          <span className="sr-only">{label(state)}</span>
          {count}
        </Link>
      ))}
    </span>
  );
}

/** The share of the last ended runs that succeeded. */
export function SuccessRate({ row }: { row: PipelineRow }) {
  const t = useTranslations("pipelines");
  if (row.rated === 0) return null;
  const share = row.succeeded / row.rated;
  return (
    <Link
      href={runsHref({ pipeline: [row.dag_id], state: ["success", "failed"] })}
      title={t("rate_of", { succeeded: row.succeeded, rated: row.rated })}
      className={cn("hover:underline", share < 0.5 ? "text-danger" : share < 1 ? "text-fg" : "text-fg-muted")}
    >
      {t("rate", { share: Math.floor(share * 100) / 100 })}
    </Link>
  );
}
