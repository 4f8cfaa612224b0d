"use client";
import { useFormatter, useTranslations } from "next-intl";
import { runHref } from "@/components/runs/run-href";
import { Link } from "@/components/ui/link";
import { DotsRow, useStateLabel } from "@/components/ui/status";
import type { PipelineSummary } from "@/lib/pipelines/schema";

/**
 * The last runs, oldest first, as one link to the newest. A single dot is too small to click, and the pipeline's page
 * lists them all.
 */
export function LastRuns({ row }: { row: PipelineSummary }) {
  const t = useTranslations("pipelines");
  const label = useStateLabel();
  const format = useFormatter();
  const [newest] = row.last_runs;
  if (!newest) return <span className="text-fg-subtle">{t("never_ran")}</span>;
  const runs = row.last_runs.toReversed();
  return (
    <Link href={runHref(row.dag_id, newest.id)} className="inline-flex h-6 items-center rounded-sm">
      <DotsRow
        dots={runs.map((run) => ({
          key: run.id,
          state: run.state,
          title: `${run.run_key}: ${label(run.state)}`,
        }))}
        label={t("last_runs_label", {
          name: row.dag_id,
          states: format.list(runs.map((run) => label(run.state))),
        })}
      />
    </Link>
  );
}
