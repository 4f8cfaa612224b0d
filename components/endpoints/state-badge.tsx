"use client";
import {
  CircleAlert,
  CircleCheck,
  CirclePause,
  CircleSlash,
  Cloud,
  LoaderCircle,
  type LucideIcon,
  Moon,
} from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import type { Shown } from "./state-model";

const LOOKS = {
  ready: { tone: "success", icon: CircleCheck },
  loading: { tone: "info", icon: LoaderCircle },
  failed: { tone: "danger", icon: CircleAlert },
  gone: { tone: "danger", icon: CircleSlash },
  remote: { tone: "info", icon: Cloud },
  idle: { tone: "outline", icon: Moon },
  off: { tone: "neutral", icon: CirclePause },
} as const satisfies Record<
  Shown,
  { tone: "success" | "info" | "danger" | "outline" | "neutral"; icon: LucideIcon }
>;

/** Whether an endpoint answers, with what that means on hover. */
export function StateBadge({ state, reason }: { state: Shown; reason?: string | null | undefined }) {
  const t = useTranslations("endpoints");
  const { tone, icon } = LOOKS[state];
  return (
    <Badge tone={tone} icon={icon} title={reason ?? t(`state_text.${state}`)}>
      {t(`states.${state}`)}
    </Badge>
  );
}
