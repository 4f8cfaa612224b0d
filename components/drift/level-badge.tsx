"use client";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import type { DriftLevel } from "@/lib/drift/values";

const TONES: Record<DriftLevel, "success" | "warning" | "danger" | "outline" | "neutral"> = {
  none: "success",
  moderate: "warning",
  large: "danger",
  few_rows: "neutral",
  no_reference: "outline",
};

export function LevelBadge({ level, minRows }: { level: DriftLevel; minRows: number }) {
  const t = useTranslations("drift");
  return (
    <Badge
      tone={TONES[level]}
      title={level === "few_rows" ? t("few_rows_text", { count: minRows }) : undefined}
    >
      {t(`levels.${level}`)}
    </Badge>
  );
}
