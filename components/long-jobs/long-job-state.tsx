"use client";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import type { LongJobView } from "@/lib/long-jobs/schema";

const TONE = {
  queued: "neutral",
  running: "info",
  succeeded: "success",
  failed: "danger",
  cancelled: "neutral",
} as const;

type Props = { state: LongJobView["state"]; isCancelling?: boolean };

export function LongJobState({ state, isCancelling = false }: Props) {
  const t = useTranslations("long_jobs");
  return <Badge tone={TONE[state]}>{isCancelling ? t("cancelling") : t(`states.${state}`)}</Badge>;
}
