import { isDay } from "@/lib/client/day";

/** A day, or a day with a time, in UTC; null while nothing is typed. */
export function readUtc(text: string): { value: string | null; problem: boolean } {
  const typed = text.trim();
  if (typed === "") return { value: null, problem: false };
  const [, day, time = "00:00"] = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}))?$/.exec(typed) ?? [];
  const isTime = /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(time);
  return day !== undefined && isDay(day) && isTime
    ? { value: `${day}T${time}:00Z`, problem: false }
    : { value: null, problem: true };
}
