import { type CronDays, type CronTimes, readCron } from "./cron-words";

/** Texts of the namespace `schedules`, in the reader's language. */
export type ScheduleTexts = (key: ScheduleKey, values?: Record<string, string | number>) => string;
export type ScheduleKey =
  | "at"
  | "during"
  | "between"
  | "every_minutes"
  | "every_hours"
  | "every_hours_past"
  | "in_months"
  | "yearly"
  | "days.daily"
  | "days.weekdays"
  | "days.weekends"
  | "days.last_day"
  | "days.weekly"
  | "days.monthly"
  | "days.nth"
  | "days.last";

type Words = { locale: string; t: ScheduleTexts };

/** "Every 15 minutes", "매일 06:00"; null for an expression without everyday words. */
export function scheduleWords(cron: string, words: Words): string | null {
  const read = readCron(cron);
  if (read === null) return null;
  const { times, days, months } = read;
  const { t } = words;
  const on = daysIn(days, months, words);
  if (times.kind === "at") return begun(t("at", { days: on, times: listOf(times.times, words) }));
  const every = timesIn(times, words);
  return begun(days.kind === "daily" && months === null ? every : t("during", { every, days: on }));
}

function timesIn(times: Exclude<CronTimes, { kind: "at" }>, { t }: Words): string {
  const every =
    times.kind === "minutes"
      ? t("every_minutes", { count: times.every })
      : times.minute === 0
        ? t("every_hours", { count: times.every })
        : t("every_hours_past", { count: times.every, minute: times.minute });
  return times.from === null || times.to === null
    ? every
    : t("between", { every, from: times.from, to: times.to });
}

function daysIn(days: CronDays, months: readonly number[] | null, words: Words): string {
  const { t, locale } = words;
  if (months === null) return dayWords(days, words);
  const [day, ...more] = days.kind === "monthly" ? days.days : [];
  const [month, ...others] = months;
  if (day !== undefined && month !== undefined && more.length + others.length === 0)
    return t("yearly", { date: dated({ month: "long", day: "numeric" }, locale, month, day) });
  const names = months.map((each) => dated({ month: "short" }, locale, each, 1));
  return t("in_months", { days: dayWords(days, words), months: listOf(names, words) });
}

function dayWords(days: CronDays, words: Words): string {
  const { t, locale } = words;
  // 1 to 7 January 2023 are Sunday to Saturday.
  const named = (day: number, weekday: "long" | "short") => dated({ weekday }, locale, 1, day + 1);
  switch (days.kind) {
    case "weekly": {
      const [only, ...more] = days.days;
      if (only !== undefined && more.length === 0) return t("days.weekly", { days: named(only, "long") });
      return t("days.weekly", {
        days: listOf(
          days.days.map((day) => named(day, "short")),
          words,
        ),
      });
    }
    case "monthly":
      return t("days.monthly", { days: listOf(days.days.map(String), words) });
    case "nth": {
      const day = named(days.day, "long");
      return days.nth === 0 ? t("days.last", { day }) : t("days.nth", { nth: days.nth, day });
    }
    default:
      return t(`days.${days.kind}`);
  }
}

/** "Mon, Wed and Fri"; Korean joins short words with commas. */
function listOf(parts: readonly string[], { locale }: Words): string {
  return locale === "ko" ? parts.join(", ") : new Intl.ListFormat("en-GB").format(parts);
}

function dated(options: Intl.DateTimeFormatOptions, locale: string, month: number, day: number): string {
  const names = new Intl.DateTimeFormat(locale === "ko" ? "ko-KR" : "en-US", { ...options, timeZone: "UTC" });
  return names.format(new Date(Date.UTC(2023, month - 1, day)));
}

/** Starts a line with a capital; Korean has none. */
function begun(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
