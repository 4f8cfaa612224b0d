"use client";
import { useLocale, useTranslations } from "next-intl";
import { useCallback } from "react";
import { useNow, useTimeZone } from "@/components/time/clock";
import { type NamedRun, runName } from "@/lib/client/run-name";

/** A run's name for people: "31 Jan 2001", "Manual, 28 Nov 21:44". */
export function useRunName(): (run: NamedRun) => string {
  const t = useTranslations("runs");
  const locale = useLocale();
  const zone = useTimeZone();
  const now = useNow(false);
  return useCallback(
    (run) => {
      const { kind, text } = runName(run, { locale, zone, now: new Date(now) });
      return kind === "manual" ? t("manual_name", { at: text }) : text;
    },
    [t, locale, zone, now],
  );
}
