"use client";
import { useFormatter, useTranslations } from "next-intl";
import { ProgressBar } from "@/components/ui/progress-bar";
import type { BatchView } from "@/lib/batch-predictions/schema";

const TONE = { succeeded: "success", failed: "danger", cancelled: "danger" } as const;
const ENDS: Partial<Record<BatchView["state"], "success" | "danger">> = TONE;

/** Rows that have been asked, of how many, and those without an answer. */
export function BatchProgress({ batch }: { batch: BatchView }) {
  const t = useTranslations("batch_predictions");
  const format = useFormatter();
  const { rows, rows_done: done, rows_failed: failed } = batch;
  if (rows === null) return null;
  return (
    <div className="grid min-w-32 gap-1">
      <ProgressBar label={t("progress")} value={done} max={rows} tone={ENDS[batch.state] ?? "accent"} />
      <span className="nums text-fg-muted text-xs">
        {t("rows_of", { done: format.number(done), rows: format.number(rows) })}
        {failed > 0 ? (
          <span className="text-danger">{` · ${t("rows_failed", { count: failed })}`}</span>
        ) : null}
      </span>
    </div>
  );
}
