/** Microseconds since 1970: exact in a double until the year 2255. */
export type Micros = number;

const FORM = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?(Z|[+-]\d\d(?::?\d\d)?)?$/;
const LAST = 2 ** 53 - 1;

/** ISO 8601 as Python writes it; without a zone it is UTC. Null for what is no time since 1970. */
export function parseMicros(raw: unknown): Micros | null {
  const [, date, clock, fraction = "", zone = "Z"] = typeof raw === "string" ? (FORM.exec(raw) ?? []) : [];
  if (date === undefined || !isDay(date)) return null;
  const offset = zone === "Z" ? zone : `${zone.slice(0, 3)}:${zone.slice(3).replace(":", "") || "00"}`;
  const ms = Date.parse(`${date}T${clock}${offset}`);
  const micros = ms * 1_000 + Number(fraction.slice(0, 6).padEnd(6, "0"));
  return micros >= 0 && micros <= LAST ? micros : null;
}

/** Date.parse takes the 31st of February for a day in March. */
function isDay(date: string): boolean {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(date);
}

/** RFC 3339 with 0, 3 or 6 digits of a second, as protobuf writes it. */
export function formatMicros(micros: Micros): string {
  const fraction = micros % 1_000_000;
  const seconds = new Date((micros - fraction) / 1_000).toISOString().slice(0, 19);
  if (fraction === 0) return `${seconds}Z`;
  const digits = String(fraction).padStart(6, "0");
  return `${seconds}.${digits.endsWith("000") ? digits.slice(0, 3) : digits}Z`;
}
