"use client";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";

const KNOWN = ["ok", "invalid", "unavailable", "conflict", "failed"] as const;
export const OUTCOMES = ["ok", "error", "invalid", "unavailable", "conflict", "failed"] as const;
const isKnown = (outcome: string): outcome is (typeof KNOWN)[number] => KNOWN.some((one) => one === outcome);

/** Whether there was an answer; an unknown code is shown as it is. */
export function OutcomeBadge({ outcome }: { outcome: string }) {
  const t = useTranslations("predictions");
  const tone = outcome === "ok" ? "success" : outcome === "invalid" ? "warning" : "danger";
  return <Badge tone={tone}>{isKnown(outcome) ? t(`outcomes.${outcome}`) : outcome}</Badge>;
}
