"use client";
import { RunRan } from "@/components/runs/run-facts";
import { runHref } from "@/components/runs/run-href";
import { useRunName } from "@/components/runs/use-run-name";
import { Why } from "@/components/runs/why";
import { RelativeTime } from "@/components/time/time";
import { Link } from "@/components/ui/link";
import { StatusBadge } from "@/components/ui/status";
import type { RunView } from "@/lib/runs/schema";

/** Runs on a phone: a card each, with what went wrong in it. */
export function RunCards({ label, runs }: { label: string; runs: readonly RunView[] }) {
  const nameOf = useRunName();
  return (
    <ul aria-label={label} className="grid min-w-0 gap-2">
      {runs.map((run) => {
        const started = run.first_started_at ?? run.started_at;
        return (
          <li
            key={run.id}
            className="grid min-w-0 gap-0.5 rounded-lg border bg-surface px-3 py-2 shadow-card"
          >
            <div className="flex min-w-0 items-center justify-between gap-3">
              <Link
                href={runHref(run.dag_id, run.id)}
                className="min-w-0 truncate font-medium hover:underline"
              >
                {nameOf(run)}
              </Link>
              <StatusBadge state={run.state} />
            </div>
            <div className="flex min-w-0 items-center justify-between gap-3 text-fg-muted text-xs">
              <span className="min-w-0 truncate">{run.dag_id}</span>
              <span className="flex shrink-0 gap-2">
                <RunRan run={run} />
                {started ? <RelativeTime at={started} /> : null}
              </span>
            </div>
            <Why run={run} className="line-clamp-2 whitespace-normal" />
          </li>
        );
      })}
    </ul>
  );
}
