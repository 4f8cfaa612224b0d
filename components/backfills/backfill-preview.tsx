"use client";
import { useTranslations } from "next-intl";
import { AbsoluteTime } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Skeleton } from "@/components/ui/skeleton";
import { StatusBadge } from "@/components/ui/status";
import { VirtualList } from "@/components/ui/virtual-list";
import type { BackfillPreview as Preview } from "@/lib/backfills/schema";
import { cn } from "@/lib/client/cn";

const TONE = { create: "success", rerun: "warning", keep: "neutral" } as const;

type BackfillPreviewProps = {
  preview: Preview | undefined;
  /** A newer preview is being loaded. */
  stale: boolean;
  error: string | undefined;
};

/** The action of a backfill for each interval. */
export function BackfillPreview({ preview, stale, error }: BackfillPreviewProps) {
  const t = useTranslations("backfills");
  if (error) return <p className="text-danger text-sm">{error}</p>;
  if (!preview)
    return stale ? <Skeleton className="h-40" /> : <p className="text-fg-subtle text-sm">{t("no_range")}</p>;
  const { create, rerun, keep, future, entries, time_zone: zone } = preview;
  const hidden = create + rerun + keep - entries.length;
  return (
    <section aria-label={t("preview")} aria-busy={stale} className={cn("grid gap-2", stale && "opacity-60")}>
      <p aria-live="polite" className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
        <span className="font-medium">{t("will_create", { count: create })}</span>
        {rerun > 0 ? (
          <span className="font-medium text-warning">{t("will_rerun", { count: rerun })}</span>
        ) : null}
        {keep > 0 ? <span className="text-fg-muted">{t("will_keep", { count: keep })}</span> : null}
        {future > 0 ? <span className="text-fg-muted">{t("will_wait", { count: future })}</span> : null}
      </p>
      {preview.is_paused ? <p className="text-sm text-warning">{t("paused_warning")}</p> : null}
      {entries.length > 0 ? (
        <VirtualList
          label={t("preview")}
          items={entries}
          itemKey={(entry) => entry.logical_date}
          rowPx={28}
          className={cn("rounded-md border", entries.length > 7 ? "h-52" : "")}
        >
          {(entry) => (
            <span className="flex h-full items-center gap-3 px-3 text-sm">
              <AbsoluteTime at={entry.logical_date} zone={zone} seconds={false} />
              <span className="ml-auto flex items-center gap-3">
                {entry.run ? <StatusBadge state={entry.run.state} className="text-xs" /> : null}
                <Badge tone={TONE[entry.action]}>{t(`action.${entry.action}`)}</Badge>
              </span>
            </span>
          )}
        </VirtualList>
      ) : null}
      {hidden > 0 ? <p className="text-fg-subtle text-xs">{t("hidden", { count: hidden })}</p> : null}
    </section>
  );
}
