"use client";
import { useTranslations } from "next-intl";
import { StatusIcon } from "@/components/ui/status";

/** MLflow's words for what a run may be, and the sign that stands for each. */
const ICONS = {
  RUNNING: "running",
  SCHEDULED: "queued",
  FINISHED: "success",
  FAILED: "failed",
  KILLED: "cancelled",
} as const;
const isKnown = (status: string): status is keyof typeof ICONS => Object.hasOwn(ICONS, status);

export function RunStatus({ status }: { status: string }) {
  const t = useTranslations("experiments");
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap align-middle text-sm">
      <StatusIcon state={isKnown(status) ? ICONS[status] : "none"} />
      {isKnown(status) ? t(`statuses.${status}`) : status}
    </span>
  );
}
