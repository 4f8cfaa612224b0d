"use client";
import { ChevronDown, GitCompare, Pin } from "lucide-react";
import { useTranslations } from "next-intl";
import { Breadcrumb } from "@/components/layout/page-header";
import { RelativeTime } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { StatusPill } from "@/components/ui/status";
import { cn } from "@/lib/client/cn";
import type { RunView } from "@/lib/runs/schema";
import type { ClearTarget } from "./clear-dialog";
import { RunActions } from "./run-actions";
import { RunFacts, RunTook } from "./run-facts";
import { RunNote } from "./run-note";
import { type Picture, PictureButtons } from "./run-picture";
import { compareHref } from "./runs-href";
import { useRunEnd } from "./use-run-end";
import { useRunLayout } from "./use-run-layout";
import { useRunName } from "./use-run-name";
import { useRunTitle } from "./use-run-title";
import { WaitNotice } from "./wait-notice";

type RunHeaderProps = {
  run: RunView;
  canWrite: boolean;
  picture: Picture | null;
  onPicture: (picture: Picture | null) => void;
  onClear: (target: ClearTarget) => void;
  onAgain: () => void;
};

/** A band in the colour of the state, which is seen from afar; a failed run is tinted too. */
const BAND: Record<string, string> = {
  failed: "border-t-state-failed bg-danger-soft",
  success: "border-t-state-success bg-surface",
  running: "border-t-state-running bg-surface",
  queued: "border-t-state-queued bg-surface",
};

/** In one line: the run's name, state and duration, and what can be done with it. Facts are folded; a note is short. */
export function RunHeader({ run, canWrite, picture, onPicture, onClear, onAgain }: RunHeaderProps) {
  const t = useTranslations("runs");
  const retention = useTranslations("retention");
  const compare = useTranslations("run_bulk");
  const [layout, setLayout] = useRunLayout();
  const nameOf = useRunName();
  const endOf = useRunEnd();
  const name = nameOf(run);
  const byHand = run.run_type === "manual" && run.triggered_by !== null;
  const title = byHand ? t("name_by", { name, who: run.triggered_by ?? "" }) : name;
  const end = endOf(run);
  useRunTitle(run, name);
  return (
    <header
      className={cn(
        "grid shrink-0 gap-1.5 border-t-[3px] border-b px-4 pt-1.5 pb-2",
        BAND[run.state] ?? "border-t-state-cancelled bg-surface",
      )}
    >
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1.5">
        <div className="flex min-w-0 flex-wrap items-center gap-x-2.5 gap-y-1">
          <Breadcrumb
            label={t("breadcrumb")}
            items={[{ label: run.dag_id, href: `/pipelines/${encodeURIComponent(run.dag_id)}` }]}
          />
          <h1 className="min-w-0 break-words font-semibold text-lg tracking-[-0.01em]" title={run.run_key}>
            {title}
          </h1>
          <StatusPill state={run.state} />
          <span className="nums text-fg-muted text-sm">
            <RunTook run={run} />
          </span>
          <span className="text-fg-muted text-sm">
            <RelativeTime at={run.first_started_at ?? run.started_at ?? run.queued_at} />
          </span>
          {run.pinned_at ? (
            <Badge icon={Pin} tone="accent">
              {retention("is_pinned")}
            </Badge>
          ) : null}
        </div>
        <div className="ml-auto flex flex-wrap items-center gap-1.5">
          <PictureButtons picture={picture} onPicture={onPicture} />
          <Button
            size="sm"
            variant="ghost"
            aria-expanded={layout.facts}
            onClick={() => setLayout({ facts: !layout.facts })}
          >
            {t("facts")}
            <ChevronDown aria-hidden className={cn("transition-transform", layout.facts && "rotate-180")} />
          </Button>
          <Button asChild size="sm">
            <Link href={compareHref(run.id)}>
              <GitCompare aria-hidden />
              {compare("compare")}
            </Link>
          </Button>
          <RunActions run={run} canWrite={canWrite} onClear={onClear} onAgain={onAgain} />
        </div>
      </div>
      {end ? <p className="text-fg-muted text-sm">{end}</p> : null}
      {layout.facts ? <RunFacts run={run} /> : null}
      {run.waits_for ? <WaitNotice waits={run.waits_for} dagId={run.dag_id} canWrite={canWrite} /> : null}
      {run.note ? <RunNote runId={run.id} note={run.note} canWrite={canWrite} /> : null}
    </header>
  );
}
