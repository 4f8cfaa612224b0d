/** Instants are whole microseconds since 1970, as numbers: exact until the year 2255. */
const FUTURE_US = 10 * 60 * 1_000_000;

/** A time as shippers write it: an instant as text, or seconds, ms, µs or ns since 1970, told apart by their size. */
export function readTime(value: unknown): number | null {
  if (typeof value === "number") return ofNumber(value);
  if (typeof value !== "string") return null;
  const text = value.trim();
  if (/^\d{1,30}(?:\.\d{1,9})?$/.test(text)) return ofDigits(text);
  return ofText(text);
}

/** Whether a record of this time can be kept where it says it belongs: not older than what is kept, not of tomorrow. */
export function isPlausible(us: number, nowUs: number, keptUs: number): boolean {
  return us <= nowUs + FUTURE_US && us >= nowUs - keptUs;
}

function ofDigits(text: string): number | null {
  const whole = text.split(".", 1)[0] ?? "";
  // Nanoseconds do not fit a double: their last three digits go.
  if (whole.length >= 18 && whole.length <= 20) return Number(whole.slice(0, -3));
  return ofNumber(Number(text));
}

function ofNumber(number: number): number | null {
  if (!Number.isFinite(number) || number < 0) return null;
  if (number < 1e11) return Math.round(number * 1e6);
  if (number < 1e14) return Math.round(number * 1e3);
  if (number < 1e17) return Math.round(number);
  return number < 1e20 ? Math.round(number / 1e3) : null;
}

/** As nearly all loggers write it. */
const PLAIN = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const ISO = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:[.,](\d{1,9}))?\s?(Z|[+-]\d{2}:?\d{2})?$/i;

/** Without a zone it is UTC. */
function ofText(text: string): number | null {
  if (PLAIN.test(text)) return microseconds(Date.parse(text), 0);
  const [, date, time, fraction = "", zone = "Z"] = ISO.exec(text) ?? [];
  if (!date || !time) return null;
  const offset = /^[+-]\d{4}$/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone.toUpperCase();
  return microseconds(Date.parse(`${date}T${time}${offset}`), Number(fraction.padEnd(6, "0").slice(0, 6)));
}

function microseconds(ms: number, us: number): number | null {
  return Number.isNaN(ms) ? null : ms * 1_000 + us;
}
