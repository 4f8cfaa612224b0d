"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Hourglass } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { changeBackfill } from "@/components/backfills/queries";
import { pausePipeline } from "@/components/pipelines/queries";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { useErrorText } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import { cn } from "@/lib/client/cn";
import type { WaitsFor } from "@/lib/runs/schema";
import { useWaitWords } from "./wait-words";

/** For the Workers page, which needs no link to itself. */
const TO_WORKERS: ReadonlySet<string> = new Set(["no_worker", "workers_busy"]);

type WaitNoticeProps = {
  waits: WaitsFor;
  dagId: string;
  canWrite: boolean;
  /** A line of a table, without a frame of its own. */
  plain?: boolean | undefined;
  className?: string | undefined;
};

/** Why a run or task has not started, and the way out where there is one. */
export function WaitNotice({ waits, dagId, canWrite, plain, className }: WaitNoticeProps) {
  const words = useWaitWords();
  return (
    <div
      className={cn(
        "flex flex-wrap items-center gap-x-3 gap-y-1 text-sm",
        !plain && "rounded-md border bg-surface px-3 py-1.5",
        className,
      )}
    >
      <span className="flex min-h-7 min-w-0 items-center gap-2">
        {plain ? null : <Hourglass aria-hidden className="size-4 shrink-0 text-fg-subtle" />}
        <span className="min-w-0 [overflow-wrap:anywhere]">{words(waits)}</span>
      </span>
      {plain && TO_WORKERS.has(waits.reason) ? null : (
        <WayOut waits={waits} dagId={dagId} canWrite={canWrite} />
      )}
    </div>
  );
}

function WayOut({
  waits,
  dagId,
  canWrite,
}: Pick<WaitNoticeProps, "waits" | "dagId" | "canWrite">): ReactNode {
  const t = useTranslations("runs.waits");
  const pipeline = `/pipelines/${encodeURIComponent(dagId)}`;
  switch (waits.reason) {
    case "paused":
      return canWrite ? <ActivateButton dagId={dagId} /> : null;
    case "backfill_paused":
      return canWrite ? <ResumeButton backfillId={waits.backfill_id} /> : null;
    case "active_runs":
      return <WayLink href={`${pipeline}?state=running`} text={t("show_active")} />;
    case "backfill_runs":
      return (
        <WayLink
          href={`${pipeline}?backfill=${encodeURIComponent(waits.backfill_id)}`}
          text={t("show_backfill")}
        />
      );
    case "pool_full":
    case "pool_kept":
    case "pool_too_small":
      return <WayLink href="/settings/pools" text={t("show_pools")} />;
    case "no_worker":
    case "workers_busy":
      return <WayLink href="/workers" text={t("show_workers")} />;
    default:
      return null;
  }
}

function WayLink({ href, text }: { href: string; text: string }) {
  return (
    <Link href={href} className="text-accent hover:underline">
      {text}
    </Link>
  );
}

/** Unpauses the pipeline. */
export function ActivateButton({ dagId }: { dagId: string }) {
  const t = useTranslations("runs.waits");
  return <LetGoOn label={t("activate")} done={t("activated")} change={() => pausePipeline(dagId, false)} />;
}

function ResumeButton({ backfillId }: { backfillId: string }) {
  const t = useTranslations("runs.waits");
  return (
    <LetGoOn label={t("resume")} done={t("resumed")} change={() => changeBackfill(backfillId, "resume")} />
  );
}

function LetGoOn({ label, done, change }: { label: string; done: string; change: () => Promise<unknown> }) {
  const client = useQueryClient();
  const errorText = useErrorText();
  const act = useMutation({
    mutationFn: change,
    onSuccess: () => toast.success(done),
    onError: (error) => {
      const { title, detail } = errorText(error);
      toast.error(title, { description: detail });
    },
    onSettled: () =>
      Promise.all(
        ["runs", "pipelines", "backfills", "workers"].map((area) =>
          client.invalidateQueries({ queryKey: [area] }),
        ),
      ),
  });
  return (
    <Button size="sm" busy={act.isPending} onClick={() => act.mutate()}>
      {label}
    </Button>
  );
}
