"use client";
import { useLocale, useTranslations } from "next-intl";
import { useTimeZone } from "@/components/time/clock";
import { zoneName } from "@/lib/client/format";
import { scheduleWords } from "@/lib/client/schedule-words";

/** "Every 15 minutes", "매일 06:00"; the expression itself where words would be longer. */
export function ScheduleText({ cron, zone }: { cron: string; zone: string }) {
  const t = useTranslations("schedules");
  const locale = useLocale();
  const own = useTimeZone();
  const words = scheduleWords(cron, { locale, t: (key, values) => t(key as "at", values as never) });
  // The zone is shown only where it differs from the reader's.
  const named = zone !== own && (words === null || /\d:\d/.test(words));
  return (
    <span title={`${cron} ${zone}`}>
      {words ?? <code className="text-xs">{cron}</code>}
      {named ? <span className="text-fg-subtle text-xs"> {zoneName(new Date(), zone)}</span> : null}
    </span>
  );
}
