"use client";
import { useTranslations } from "next-intl";
import type { RunView } from "@/lib/runs/schema";

/** Why a run ended early, or what a person said that it counts as, in words; null where nothing is to be said. */
export function useRunEnd(): (run: Pick<RunView, "reason" | "ended_by">) => string | null {
  const t = useTranslations("runs");
  return ({ reason, ended_by: who }) => {
    switch (reason) {
      case null:
        return null;
      case "cancelled":
        return who === null ? t("ended.cancelled") : t("ended.cancelled_by", { who });
      case "timed_out":
        return t("ended.timed_out");
      case "marked":
        return who === null ? t("ended.marked") : t("ended.marked_by", { who });
      default:
        return t("reason", { reason });
    }
  };
}
