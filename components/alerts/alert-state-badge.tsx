"use client";
import { BellOff, BellRing, Check, CircleDashed } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import type { AlertView } from "@/lib/alerts/schema";

const LOOKS = {
  firing: { tone: "danger", icon: BellRing },
  ok: { tone: "success", icon: Check },
  no_data: { tone: "neutral", icon: CircleDashed },
} as const;

export function AlertStateBadge({ alert: { enabled, state, error } }: { alert: AlertView }) {
  const t = useTranslations("alerts");
  if (!enabled)
    return (
      <Badge tone="outline" icon={BellOff}>
        {t("off")}
      </Badge>
    );
  return (
    <Badge {...LOOKS[state]} title={error ?? undefined}>
      {t(`states.${state}`)}
    </Badge>
  );
}
