"use client";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import type { BatchState } from "@/lib/batch-predictions/values";

const TONE = {
  queued: "neutral",
  preparing: "info",
  running: "info",
  writing: "info",
  succeeded: "success",
  failed: "danger",
  cancelled: "neutral",
} as const;

export function BatchStateBadge({ state }: { state: BatchState }) {
  const t = useTranslations("batch_predictions");
  return <Badge tone={TONE[state]}>{t(`states.${state}`)}</Badge>;
}
