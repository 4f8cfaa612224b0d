"use client";
import { GitCompare, Pin } from "lucide-react";
import { useTranslations } from "next-intl";
import { Breadcrumb, PageHeader } from "@/components/layout/page-header";
import { LogsLink } from "@/components/log-links/logs-link";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Id } from "@/components/ui/id";
import { Link } from "@/components/ui/link";
import { StatusBadge } from "@/components/ui/status";
import type { RunView } from "@/lib/runs/schema";
import type { ClearTarget } from "./clear-dialog";
import { RunActions } from "./run-actions";
import { RunFacts } from "./run-facts";
import { RunNote } from "./run-note";
import { compareHref } from "./runs-href";
import { useRunName } from "./use-run-name";
import { useRunTitle } from "./use-run-title";
import { WaitNotice } from "./wait-notice";

type RunHeaderProps = {
  run: RunView;
  canWrite: boolean;
  onClear: (target: ClearTarget) => void;
  onAgain: () => void;
};

/** Name, state and actions of a run. */
export function RunHeader({ run, canWrite, onClear, onAgain }: RunHeaderProps) {
  const t = useTranslations("runs");
  const retention = useTranslations("retention");
  const compare = useTranslations("run_bulk");
  const nameOf = useRunName();
  const name = nameOf(run);
  const byHand = run.run_type === "manual" && run.triggered_by !== null;
  const title = byHand ? t("name_by", { name, who: run.triggered_by ?? "" }) : name;
  useRunTitle(run, name);
  return (
    <>
      <PageHeader
        title={<span title={run.run_key}>{title}</span>}
        above={
          <Breadcrumb
            label={t("breadcrumb")}
            items={[
              { label: run.dag_id, href: `/pipelines/${encodeURIComponent(run.dag_id)}` },
              { label: name },
            ]}
          />
        }
        badges={
          <>
            <StatusBadge state={run.state} />
            {run.pinned_at ? (
              <Badge icon={Pin} tone="accent">
                {retention("is_pinned")}
              </Badge>
            ) : null}
            <Id id={run.id} />
          </>
        }
        description={run.reason ? t("reason", { reason: run.reason }) : undefined}
        actions={
          <>
            <LogsLink ids={{ run: run.id }} span={{ from: run.queued_at, to: run.finished_at }} />
            <Button asChild>
              <Link href={compareHref(run.id)}>
                <GitCompare aria-hidden />
                {compare("compare")}
              </Link>
            </Button>
            <RunActions run={run} onClear={canWrite ? onClear : undefined} onAgain={onAgain} />
          </>
        }
      />
      {run.waits_for ? <WaitNotice waits={run.waits_for} dagId={run.dag_id} canWrite={canWrite} /> : null}
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <RunFacts run={run} />
        <RunNote runId={run.id} note={run.note} canWrite={canWrite} />
      </div>
    </>
  );
}
