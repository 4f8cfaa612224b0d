import { isDay } from "@/lib/client/day";
import { absoluteTime, calendarDate } from "@/lib/client/format";

export const PRESETS = ["hours_24", "days_7", "days_30"] as const;
export type Preset = (typeof PRESETS)[number];

const HOUR_MS = 3_600_000;
const DAYS: Readonly<Record<Exclude<Preset, "hours_24">, number>> = { days_7: 7, days_30: 30 };

/** As it is typed: the last day in hours, or whole days up to the beginning of today, in the schedule's zone. */
export function presetRange(preset: Preset, now: Date, zone: string): { from: string; to: string } {
  if (preset === "hours_24") {
    const start = new Date(now.getTime() - 24 * HOUR_MS);
    return { from: minuteText(start, zone), to: minuteText(now, zone) };
  }
  const today = calendarDate(now, zone);
  return { from: daysBefore(today, DAYS[preset]), to: today };
}

function minuteText(at: Date, zone: string): string {
  return absoluteTime(at, zone).slice(0, "2001-01-31 06:30".length);
}

function daysBefore(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() - days);
  return at.toISOString().slice(0, 10);
}

/** A day or a day with a time, as the API takes it: both in the schedule's zone. Empty while nothing is typed. */
export function readTimeText(text: string): { value: string; problem: boolean } {
  const typed = text.trim();
  if (typed === "") return { value: "", problem: false };
  const [, day, time] = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}))?$/.exec(typed) ?? [];
  if (day === undefined || !isDay(day) || !isClock(time ?? "00:00")) return { value: "", problem: true };
  return { value: time === undefined ? day : `${day}T${time}:00`, problem: false };
}

const isClock = (time: string) => /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(time);
