"use client";
import { useFormatter, useTranslations } from "next-intl";
import { ProgressBar } from "@/components/ui/progress-bar";
import type { LongJobView } from "@/lib/long-jobs/schema";

const TONE = { succeeded: "success", failed: "danger", cancelled: "danger" } as const;

/** How far it is: a bar where the whole is known, and the counts. */
export function LongJobProgress({ job }: { job: Pick<LongJobView, "state" | "progress"> }) {
  const t = useTranslations("long_jobs");
  const format = useFormatter();
  const { progress, state } = job;
  if (progress === null) return null;
  const { done, total, unit, message } = progress;
  const word =
    unit !== null && t.has(`units.${unit}` as "units.runs")
      ? t(`units.${unit}` as "units.runs")
      : (unit ?? "");
  const text =
    total === null
      ? t("done", { done: format.number(done), unit: word })
      : t("done_of", { done: format.number(done), total: format.number(total), unit: word });
  return (
    <div className="grid min-w-32 gap-1">
      {total === null ? null : (
        <ProgressBar
          label={t("progress")}
          value={done}
          max={total}
          tone={state === "queued" || state === "running" ? "accent" : TONE[state]}
        />
      )}
      <span className="nums text-fg-muted text-xs">
        {text}
        {message === null ? null : ` · ${message}`}
      </span>
    </div>
  );
}
