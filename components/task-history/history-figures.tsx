"use client";
import { useLocale, useTranslations } from "next-intl";
import { Stat } from "@/components/ui/card";
import { bytes, duration, number, percent } from "@/lib/client/format";
import type { TaskHistoryLine } from "@/lib/runs/schema";
import { factsOf } from "./history-model";

/** What the runs that are shown say in all. */
export function HistoryFigures({ lines }: { lines: readonly TaskHistoryLine[] }) {
  const t = useTranslations("task_history");
  const locale = useLocale();
  const facts = factsOf(lines);
  const time = (ms: number | null) => (ms === null ? "–" : duration(ms, locale));
  const ended = facts.succeeded + facts.failed;
  return (
    <div className="grid grid-cols-[repeat(auto-fit,minmax(7rem,1fr))] gap-x-6 gap-y-3">
      <Stat
        label={t("succeeded")}
        value={ended === 0 ? "–" : percent(facts.succeeded / ended, locale, 0)}
        detail={t("failed_of", { failed: facts.failed, count: ended })}
      />
      <Stat label={t("median")} value={time(facts.medianMs)} detail={t("of_successes")} />
      <Stat
        label={t("p95")}
        value={time(facts.slowMs)}
        detail={t("longest", { time: time(facts.longestMs) })}
      />
      <Stat label={t("waits")} value={time(facts.waitedMs)} detail={t("median_wait")} />
      <Stat
        label={t("memory")}
        value={facts.memoryBytes === null ? "–" : bytes(facts.memoryBytes, locale)}
        detail={t("most_used")}
      />
      <Stat label={t("retried")} value={number(facts.retried, locale)} detail={t("more_tries")} />
    </div>
  );
}
