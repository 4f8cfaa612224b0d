"use client";
import { CircleCheck, CircleDashed, CircleSlash, Hourglass, type LucideIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import type { FeatureStatus } from "@/lib/features/schema";

const LOOKS = {
  PRESENT: { tone: "success", icon: CircleCheck },
  NULL_VALUE: { tone: "info", icon: CircleSlash },
  NOT_FOUND: { tone: "outline", icon: CircleDashed },
  OUTSIDE_MAX_AGE: { tone: "warning", icon: Hourglass },
} as const satisfies Record<
  FeatureStatus,
  { tone: "success" | "info" | "outline" | "warning"; icon: LucideIcon }
>;

/** A status of a feature's value in words, with what it means on hover. */
export function StatusBadge({ status }: { status: FeatureStatus }) {
  const t = useTranslations("features");
  const { tone, icon } = LOOKS[status];
  return (
    <Badge tone={tone} icon={icon} title={`${status}: ${t(`status_text.${status}`)}`}>
      {t(`status.${status}`)}
    </Badge>
  );
}
