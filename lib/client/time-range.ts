import { absoluteTime } from "./format";

/**
 * The global time range `[from, to)`: each end is "now", "now-24h" or an ISO instant. The URL keeps it as written, so a
 * shared link to "the last day" still means that tomorrow.
 */
export type RangeText = { from: string; to: string };
export type Instants = { start: Date; end: Date };

export const DEFAULT_RANGE: RangeText = { from: "now-24h", to: "now" };

const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
const RELATIVE = /^now(?:-(\d{1,5})([mhdw]))?$/;
const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** Lengths in the picker, as the part after "now-". */
export const QUICK_RANGES = ["15m", "1h", "6h", "24h", "2d", "7d", "30d", "90d"] as const;

export function parseInstant(text: string, now: Date): Date | null {
  const relative = RELATIVE.exec(text);
  if (relative) {
    const [, amount, unit] = relative;
    const back = amount && isUnit(unit) ? Number(amount) * UNIT_MS[unit] : 0;
    return new Date(now.getTime() - back);
  }
  if (!ISO.test(text)) return null;
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? null : at;
}

export function resolveRange(range: RangeText, now: Date): Instants | null {
  const start = parseInstant(range.from, now);
  const end = parseInstant(range.to, now);
  return start && end && start < end ? { start, end } : null;
}

/** Invalid ranges in a URL become the last day. */
export function rangeOrDefault(from: string | null, to: string | null, now: Date): RangeText {
  const range = { from: from ?? DEFAULT_RANGE.from, to: to ?? DEFAULT_RANGE.to };
  return resolveRange(range, now) ? range : DEFAULT_RANGE;
}

export function isLive(range: RangeText): boolean {
  return range.to === "now";
}

/** `{count: 24, unit: "hours"}` for "now-24h..now"; null for other ranges. */
export function lastOf(range: RangeText): { count: number; unit: "minutes" | "hours" | "days" } | null {
  const relative = RELATIVE.exec(range.from);
  const [, amount, unit] = relative ?? [];
  if (range.to !== "now" || !amount || !isUnit(unit)) return null;
  if (unit === "w") return { count: Number(amount) * 7, unit: "days" };
  return { count: Number(amount), unit: unit === "m" ? "minutes" : unit === "h" ? "hours" : "days" };
}

/** Moves by half the range (`by` -0.5 or 0.5), or widens it to `factor` around its middle. Ends become instants. */
export function shiftRange(range: RangeText, now: Date, by: number): RangeText {
  const found = resolveRange(range, now);
  if (!found) return range;
  const step = (found.end.getTime() - found.start.getTime()) * by;
  return toIso({ start: new Date(found.start.getTime() + step), end: new Date(found.end.getTime() + step) });
}

export function zoomOut(range: RangeText, now: Date): RangeText {
  const found = resolveRange(range, now);
  if (!found) return range;
  const half = (found.end.getTime() - found.start.getTime()) / 2;
  const last = lastOf(range);
  // A range that ends now still does.
  if (last) return { from: `now-${Math.round((half * 4) / UNIT_MS.m)}m`, to: "now" };
  return toIso({ start: new Date(found.start.getTime() - half), end: new Date(found.end.getTime() + half) });
}

function toIso({ start, end }: Instants): RangeText {
  return { from: start.toISOString(), to: end.toISOString() };
}

function isUnit(unit: string | undefined): unit is keyof typeof UNIT_MS {
  return unit !== undefined && Object.hasOwn(UNIT_MS, unit);
}

const LOCAL = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2}))?)?$/;

/** Converts input such as "2026-11-23 09:00" in the zone to the URL's form; null for an invalid time. */
export function fromTyped(text: string, zone: string, now: Date): string | null {
  const trimmed = text.trim();
  if (parseInstant(trimmed, now)) return trimmed;
  const parts = LOCAL.exec(trimmed);
  if (!parts) return null;
  const [, y, mo, d, h = "00", mi = "00", s = "00"] = parts;
  const wall = Date.parse(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`);
  if (Number.isNaN(wall)) return null;
  return new Date(wall - offsetMs(wall, zone)).toISOString();
}

/** The zone's offset at a wall-clock time. Computed twice, because the first guess may be across a DST change. */
function offsetMs(wall: number, zone: string): number {
  const at = (instant: number) =>
    Date.parse(`${absoluteTime(new Date(instant), zone).slice(0, 19).replace(" ", "T")}Z`) - instant;
  return at(wall - at(wall));
}

/** The URL's range as texts of the picker. */
export function toTyped(text: string, zone: string, now: Date): string {
  const at = RELATIVE.test(text) ? null : parseInstant(text, now);
  return at ? absoluteTime(at, zone).slice(0, 19) : text;
}
