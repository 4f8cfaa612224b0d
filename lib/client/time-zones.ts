/** The browser's zone, which pages send to the server for its first render. */
export const TIME_ZONE_COOKIE = "gwanje_time_zone";
const YEAR_SECONDS = 31_536_000;

export function browserZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Returns true when the server did not have it. */
export function tellZone(): boolean {
  const pair = `${TIME_ZONE_COOKIE}=${encodeURIComponent(browserZone())}`;
  if (document.cookie.split("; ").includes(pair)) return false;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain http
  document.cookie = `${pair}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
  return true;
}

export type ZoneChoice = { zone: string; offset: string; minutes: number };

/** "UTC+09:00": a zone's present offset. */
export function zoneOffset(zone: string, at: Date): string {
  const name = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" })
    .formatToParts(at)
    .find(({ type }) => type === "timeZoneName")?.value;
  const offset = (name ?? "GMT").replace("GMT", "");
  return `UTC${offset === "" ? "+00:00" : offset}`;
}

/** All zones from west to east. */
export function zoneChoices(at: Date): ZoneChoice[] {
  const zones = [...new Set(["UTC", ...Intl.supportedValuesOf("timeZone")])];
  return zones
    .map((zone) => {
      const offset = zoneOffset(zone, at);
      return { zone, offset, minutes: minutesOf(offset) };
    })
    .sort((one, other) => one.minutes - other.minutes || (one.zone < other.zone ? -1 : 1));
}

function minutesOf(offset: string): number {
  const [, sign, hours, minutes] = /^UTC([+-])(\d{2}):(\d{2})$/.exec(offset) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
}
