/** What a cron expression says, as far as there are everyday words for it. */
export type CronWords = { times: CronTimes; days: CronDays; months: readonly number[] | null };
export type CronTimes =
  | { kind: "minutes"; every: number; from: string | null; to: string | null }
  | { kind: "hours"; every: number; minute: number; from: string | null; to: string | null }
  | { kind: "at"; times: readonly string[] };
export type CronDays =
  | { kind: "daily" | "weekdays" | "weekends" | "last_day" }
  | { kind: "weekly"; days: readonly number[] }
  | { kind: "monthly"; days: readonly number[] }
  /** `nth` counts from 1; 0 is the last. */
  | { kind: "nth"; nth: number; day: number };

/** More times, days or months than these are read better as the expression. */
const MOST_TIMES = 4;
const MOST_DAYS = 4;
/** "Every 12 hours" would not say at which. */
const LEAST_EVEN = 3;
const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/** Null where words would be longer than the expression, or would not say the same. */
export function readCron(cron: string): CronWords | null {
  const [minute = "", hour = "", dayOfMonth = "", month = "", weekday = "", ...rest] = cron
    .trim()
    .toUpperCase()
    .split(/\s+/);
  if (weekday === "" || rest.length > 0) return null;
  const times = timesOf(minute, hour);
  const days = daysOf(dayOfMonth, weekday);
  const months = month === "*" ? [] : numbersOf(month, 1, 12, MONTHS);
  if (times === null || days === null || months === null) return null;
  return { times, days, months: months.length === 0 || months.length === 12 ? null : months };
}

function timesOf(minute: string, hour: string): CronTimes | null {
  const minutes = numbersOf(minute, 0, 59);
  const hours = numbersOf(hour, 0, 23);
  if (minutes === null || hours === null) return null;
  const minuteStep = stepOf(minutes, 60);
  const [first = 0] = minutes;
  if (minuteStep !== null && (minutes.length > 1 || minuteStep === 1)) {
    const range = rangeOf(hours);
    return range && { kind: "minutes", every: minuteStep, ...clockRange(range, 0, minutes.at(-1) ?? 0) };
  }
  const hourStep = stepOf(hours, 24);
  const isEven = minutes.length === 1 && hourStep !== null && hours.length >= LEAST_EVEN;
  if (minutes.length * hours.length <= MOST_TIMES && !isEven)
    return { kind: "at", times: hours.flatMap((at) => minutes.map((past) => clock(at, past))) };
  if (minutes.length > 1) return null;
  if (hourStep !== null) return { kind: "hours", every: hourStep, minute: first, from: null, to: null };
  const range = rangeOf(hours);
  return range && { kind: "hours", every: 1, minute: first, ...clockRange(range, first, first) };
}

function daysOf(dayOfMonth: string, weekday: string): CronDays | null {
  const anyDay = dayOfMonth === "*" || dayOfMonth === "?";
  const anyWeekday = weekday === "*" || weekday === "?";
  // With both, cron fires on either.
  if (!anyDay && !anyWeekday) return null;
  if (!anyDay) {
    if (dayOfMonth === "L") return { kind: "last_day" };
    const days = numbersOf(dayOfMonth, 1, 31);
    if (days?.length === 31) return { kind: "daily" };
    return days && days.length <= MOST_DAYS ? { kind: "monthly", days } : null;
  }
  if (anyWeekday) return { kind: "daily" };
  const { day = "", nth } = /^(?<day>\w+?)(?:#(?<nth>[1-5])|L)$/.exec(weekday)?.groups ?? {};
  if (day !== "") {
    const [only, ...others] = weekdaysOf(day) ?? [];
    return only === undefined || others.length > 0 ? null : { kind: "nth", nth: Number(nth ?? 0), day: only };
  }
  const days = weekdaysOf(weekday);
  if (days === null) return null;
  const key = days.join();
  if (days.length === 7) return { kind: "daily" };
  if (key === "1,2,3,4,5") return { kind: "weekdays" };
  if (key === "0,6") return { kind: "weekends" };
  return { kind: "weekly", days };
}

/** 0 is Sunday, and so is 7. */
function weekdaysOf(field: string): number[] | null {
  const found = numbersOf(field.replace(/-SUN\b/g, "-7"), 0, 7, DAYS);
  return found && [...new Set(found.map((day) => day % 7))].sort((one, other) => one - other);
}

/** The numbers that a field names, in order; null when it is none that we read. */
function numbersOf(field: string, least: number, most: number, names: readonly string[] = []) {
  const found = new Set<number>();
  for (const part of field.split(",")) {
    const read = /^(?<from>\*|\w+)(?:-(?<to>\w+))?(?:\/(?<step>\d+))?$/.exec(part)?.groups;
    if (!read) return null;
    const { from = "", to, step } = read;
    const first = from === "*" ? least : numberOf(from, least, names);
    const last =
      to !== undefined
        ? numberOf(to, least, names)
        : from === "*" || step !== undefined
          ? names === DAYS
            ? most - 1
            : most
          : first;
    const by = Number(step ?? 1);
    if (!(first >= least && last <= most && first <= last && by >= 1)) return null;
    for (let at = first; at <= last; at += by) found.add(at);
  }
  return [...found].sort((one, other) => one - other);
}

function numberOf(word: string, least: number, names: readonly string[]): number {
  const place = names.indexOf(word);
  if (place >= 0) return place + least;
  return /^\d+$/.test(word) ? Number(word) : Number.NaN;
}

/** 15 for 0, 15, 30 and 45 of 60: even through the end of the hour or day. */
function stepOf(numbers: readonly number[], of: number): number | null {
  const step = of / numbers.length;
  return Number.isInteger(step) && numbers.every((number, at) => number === at * step) ? step : null;
}

type Range = { first: number; last: number };

function rangeOf(numbers: readonly number[]): Range | null {
  const [first = 0] = numbers;
  const isRange = numbers.every((number, at) => number === first + at);
  return isRange ? { first, last: numbers.at(-1) ?? first } : null;
}

function clockRange({ first, last }: Range, firstMinute: number, lastMinute: number) {
  const all = first === 0 && last === 23;
  return { from: all ? null : clock(first, firstMinute), to: all ? null : clock(last, lastMinute) };
}

function clock(hour: number, minute: number): string {
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}
