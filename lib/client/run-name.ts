/** The fields of a run's name, in every reply with runs. */
export type NamedRun = {
  run_key: string;
  run_type: string;
  logical_date: string | null;
  data_interval_start: string | null;
  data_interval_end: string | null;
  /** Zone of the pipeline's schedule. */
  time_zone: string | null;
};

export type RunName =
  /** A person or program chose the key. */
  | { kind: "key"; text: string }
  /** The day or instant of the run. */
  | { kind: "date"; text: string }
  /** When it was triggered. */
  | { kind: "manual"; text: string };

type Reader = { locale: string; zone: string; now: Date };

/** Generated keys: "scheduled__<instant>", "manual__<instant>", with a suffix for two in one millisecond. */
const OWN_KEY = /^(?:scheduled|manual|backfill)__(\d{4}-\d{2}-\d{2}T[\d:.]+Z)(?:_\w+)?$/;
/** A day has 23 or 25 hours when the clocks change. */
const SHORTEST_DAY_MS = 23 * 3_600_000;

/**
 * A run's name for people. A run of whole days has its day in the schedule's zone, the same for every reader; other
 * runs have an instant in the reader's zone.
 */
export function runName(run: NamedRun, reader: Reader): RunName {
  const asked = OWN_KEY.exec(run.run_key)?.[1];
  if (asked === undefined) return { kind: "key", text: run.run_key };
  if (run.logical_date === null) return { kind: "manual", text: momentName(new Date(asked), reader) };
  const date = new Date(run.logical_date);
  const zone = run.time_zone ?? "UTC";
  const text = isOfDays(run, date, zone) ? dayName(date, zone, reader.locale) : momentName(date, reader);
  return { kind: "date", text };
}

function isOfDays(run: NamedRun, date: Date, zone: string): boolean {
  const { data_interval_start: start, data_interval_end: end } = run;
  const length = start && end ? Date.parse(end) - Date.parse(start) : 0;
  if (length > 0 && length < SHORTEST_DAY_MS) return false;
  return partsOf(date, zone, "en-US", {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  })
    .filter(({ type }) => type === "hour" || type === "minute" || type === "second")
    .every(({ value }) => Number(value) === 0);
}

/** "31 Jan 2001", "2001년 1월 31일". */
function dayName(at: Date, zone: string, locale: string): string {
  const { year, month, day } = dateOf(at, zone, locale);
  return locale === "ko" ? `${year}년 ${month} ${day}일` : `${day} ${month} ${year}`;
}

/** "28 Nov 21:44", "11월 28일 21:44"; with the year when it is another one. */
function momentName(at: Date, { locale, zone, now }: Reader): string {
  const { year, month, day } = dateOf(at, zone, locale);
  const clock = clockOf(at, zone);
  if (year !== dateOf(now, zone, locale).year) return `${dayName(at, zone, locale)} ${clock}`;
  return locale === "ko" ? `${month} ${day}일 ${clock}` : `${day} ${month} ${clock}`;
}

function dateOf(at: Date, zone: string, locale: string): { year: string; month: string; day: string } {
  const numbers = partsOf(at, zone, "en-US", { year: "numeric", day: "numeric", month: "short" });
  const part = (type: string) => numbers.find((each) => each.type === type)?.value ?? "";
  const month =
    locale === "ko" ? `${partsOf(at, zone, "en-US", { month: "numeric" })[0]?.value ?? ""}월` : part("month");
  return { year: part("year"), month, day: part("day") };
}

export type RunPlace = { year: string; day: string; clock: string; isWholeDay: boolean };

/**
 * Where a run stands on the time axis, in the zone that its name is in: its logical date, or when it was asked for. `day`
 * is without the year: "31 Jan", "1월 31일".
 */
export function runPlace(run: NamedRun & { queued_at: string }, reader: Omit<Reader, "now">): RunPlace {
  const at = new Date(run.logical_date ?? run.queued_at);
  const ownZone = run.time_zone ?? "UTC";
  const isWholeDay = run.logical_date !== null && isOfDays(run, at, ownZone);
  const zone = isWholeDay ? ownZone : reader.zone;
  const { year, month, day } = dateOf(at, zone, reader.locale);
  const isKorean = reader.locale === "ko";
  return {
    year,
    day: isKorean ? `${month} ${day}일` : `${day} ${month}`,
    clock: clockOf(at, zone),
    isWholeDay,
  };
}

function clockOf(at: Date, zone: string): string {
  return partsOf(at, zone, "en-US", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" })
    .map(({ value }) => value)
    .join("");
}

const formats = new Map<string, Intl.DateTimeFormat>();

function partsOf(
  at: Date,
  timeZone: string,
  locale: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormatPart[] {
  const key = `${locale} ${timeZone} ${Object.keys(options).join()}${options.month ?? ""}`;
  const known = formats.get(key);
  const format = known ?? new Intl.DateTimeFormat(locale, { ...options, timeZone });
  if (!known) formats.set(key, format);
  return format.formatToParts(at);
}
