"use client";
import { useFormatter, useTranslations } from "next-intl";
import { useTimeZone } from "@/components/time/clock";
import { absoluteTime } from "@/lib/client/format";
import type { WaitsFor } from "@/lib/runs/schema";

/** At most so many names are listed; the rest is counted. */
const MOST_NAMES = 3;

/** The reason for waiting as text. */
export function useWaitWords(): (waits: WaitsFor) => string {
  const t = useTranslations("runs.waits");
  const format = useFormatter();
  const zone = useTimeZone();
  return (waits) => {
    switch (waits.reason) {
      case "interval_end":
        return t("interval_end", { until: absoluteTime(new Date(waits.until), zone) });
      case "retry_delay":
        return t("retry_delay", { until: absoluteTime(new Date(waits.until), zone) });
      case "upstream": {
        const names = waits.task_ids.slice(0, MOST_NAMES);
        return t("upstream", {
          tasks: format.list(names, { type: "unit" }),
          more: waits.task_ids.length - names.length,
        });
      }
      default:
        return t(waits.reason, waits);
    }
  };
}
