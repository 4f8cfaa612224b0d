/** Formats for pages. Pure: locale, zone and present time are arguments. */

export type Zone = string;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MONTH = 30 * DAY;
const YEAR = 365 * DAY;

const memo = new Map<string, unknown>();
function once<T>(key: string, make: () => T): T {
  if (!memo.has(key)) memo.set(key, make());
  return memo.get(key) as T;
}

function intlLocale(locale: string): string {
  return locale === "ko" ? "ko-KR" : "en-US";
}

/** "3 min. ago", "3분 전", "in 2 hours". */
export function relativeTime(at: Date, now: Date, locale: string): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  const size = Math.abs(seconds);
  const format = once(
    `rel:${locale}`,
    () => new Intl.RelativeTimeFormat(intlLocale(locale), { numeric: "auto", style: "short" }),
  );
  if (size < MINUTE) return format.format(size < 5 ? 0 : seconds, "second");
  if (size < HOUR) return format.format(Math.trunc(seconds / MINUTE), "minute");
  if (size < DAY) return format.format(Math.trunc(seconds / HOUR), "hour");
  if (size < MONTH) return format.format(Math.trunc(seconds / DAY), "day");
  if (size < YEAR) return format.format(Math.trunc(seconds / MONTH), "month");
  return format.format(Math.trunc(seconds / YEAR), "year");
}

/** "2026-11-23 22:15:07 KST": sortable, the same in both languages, with its zone. */
export function absoluteTime(
  at: Date,
  zone: Zone,
  options: { ms?: boolean; seconds?: boolean } = {},
): string {
  const { ms = false, seconds = true } = options;
  const parts = once(
    `abs:${zone}`,
    () =>
      new Intl.DateTimeFormat("en-CA", {
        timeZone: zone,
        year: "numeric",
        month: "2-digit",
        day: "2-digit",
        hour: "2-digit",
        minute: "2-digit",
        second: "2-digit",
        fractionalSecondDigits: 3,
        hourCycle: "h23",
      }),
  ).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((p) => p.type === type)?.value ?? "";
  const clock = [part("hour"), part("minute"), ...(seconds ? [part("second")] : [])].join(":");
  const fraction = ms ? `.${part("fractionalSecond")}` : "";
  return `${part("year")}-${part("month")}-${part("day")} ${clock}${fraction} ${zoneName(at, zone)}`;
}

/** Zones without an English abbreviation would otherwise read "GMT+9". */
const ABBREVIATIONS: Record<string, string> = {
  "Asia/Seoul": "KST",
  "Asia/Tokyo": "JST",
  UTC: "UTC",
  "Etc/UTC": "UTC",
};

export function zoneName(at: Date, zone: Zone): string {
  const fixed = ABBREVIATIONS[zone];
  if (fixed) return fixed;
  const format = once(
    `zone:${zone}`,
    () => new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "short" }),
  );
  return format.formatToParts(at).find((part) => part.type === "timeZoneName")?.value ?? zone;
}

/** "2026-11-23" in the zone. */
export function calendarDate(at: Date, zone: Zone): string {
  return absoluteTime(at, zone).slice(0, 10);
}

type Units = { d: string; h: string; m: string; s: string; ms: (ms: number) => string; digits: number };
/** Korean writes parts of a second in seconds and does not pad. */
const EN: Units = { d: "d", h: "h", m: "m", s: "s", ms: (ms) => `${ms}ms`, digits: 2 };
const UNITS: Record<string, Units> = {
  en: EN,
  ko: { d: "일", h: "시간", m: "분", s: "초", ms: (ms) => `${ms / 1000}초`, digits: 1 },
};

/**
 * "840ms", "9.2s", "4m 09s", "1h 04m 09s", "3d 04h"; "0.84초", "4분 9초". Never rounds up into the next unit. `fine` is
 * false for a growing length: whole seconds, so that it does not flicker.
 */
export function duration(ms: number, locale: string, fine = true): string {
  if (!Number.isFinite(ms)) return "";
  if (ms < 0) return `-${duration(-ms, locale, fine)}`;
  const unit = UNITS[locale] ?? EN;
  if (fine && ms < 1000) return unit.ms(Math.floor(ms));
  const total = ms / 1000;
  if (fine && total < 10) return `${(Math.floor(total * 10) / 10).toFixed(1)}${unit.s}`;
  const s = Math.floor(total);
  const part = (value: number) => String(Math.floor(value)).padStart(unit.digits, "0");
  const seconds = `${part(s % MINUTE)}${unit.s}`;
  if (s < MINUTE) return `${s}${unit.s}`;
  if (s < HOUR) return `${Math.floor(s / MINUTE)}${unit.m} ${seconds}`;
  if (s < DAY) return `${Math.floor(s / HOUR)}${unit.h} ${part((s % HOUR) / MINUTE)}${unit.m} ${seconds}`;
  return `${Math.floor(s / DAY)}${unit.d} ${part((s % DAY) / HOUR)}${unit.h}`;
}

const BYTE_UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"] as const;

/** "512 B", "1.5 KiB": binary units. */
export function bytes(size: number, locale = "en"): string {
  let value = Math.max(0, size);
  let unit = 0;
  while (value >= 1024 && unit < BYTE_UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${number(value, locale, unit === 0 ? 0 : value < 10 ? 1 : 0)} ${BYTE_UNITS[unit] ?? "B"}`;
}

export function number(value: number, locale: string, maximumFractionDigits = 2): string {
  return once(
    `num:${locale}:${maximumFractionDigits}`,
    () => new Intl.NumberFormat(intlLocale(locale), { maximumFractionDigits }),
  ).format(value);
}

/** "1.2K", "1.2천". For small places, with the full number in `title`. */
export function compactNumber(value: number, locale: string): string {
  return once(
    `compact:${locale}`,
    () => new Intl.NumberFormat(intlLocale(locale), { notation: "compact", maximumFractionDigits: 1 }),
  ).format(value);
}

export function percent(share: number, locale: string, maximumFractionDigits = 1): string {
  return once(
    `pct:${locale}:${maximumFractionDigits}`,
    () => new Intl.NumberFormat(intlLocale(locale), { style: "percent", maximumFractionDigits }),
  ).format(share);
}

/** "run_01J8…K3QZ": both ends distinguish ids; the middle does not. */
export function middleTruncate(text: string, head = 8, tail = 6): string {
  return text.length <= head + tail + 1 ? text : `${text.slice(0, head)}…${text.slice(-tail)}`;
}
