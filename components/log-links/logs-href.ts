/** Records around an event may be a little earlier or later, by the clocks of other machines too. */
const MARGIN_MS = 60_000;
/** A search looks at 31 days at most. */
const MOST_MS = 31 * 86_400_000;

/** Ids by the names that log records have for them (docs/logs.md); what is null or undefined is left out. */
export type LogIds = Readonly<Record<string, string | number | null | undefined>>;
/** From when until when something was; null: it still is. Without it the page's usual range. */
export type LogSpan = { from: string | null; to: string | null };

/** The page of log records with those that name all of these ids. */
export function logsHref(ids: LogIds, span?: LogSpan): string {
  const terms = Object.entries(ids).flatMap(([name, value]) =>
    value === null || value === undefined ? [] : [`${name}:${valueText(value)}`],
  );
  const q = `q=${encodeURIComponent(terms.join(" "))}`;
  return span?.from ? `/logs?${q}&${rangeText(span.from, span.to)}` : `/logs?${q}`;
}

function rangeText(from: string, to: string | null): string {
  const start = Date.parse(from) - MARGIN_MS;
  if (to === null) return `from=${encodeURIComponent(new Date(start).toISOString())}&to=now`;
  const end = Date.parse(to) + MARGIN_MS;
  const begin = new Date(Math.max(start, end - MOST_MS)).toISOString();
  return `from=${encodeURIComponent(begin)}&to=${encodeURIComponent(new Date(end).toISOString())}`;
}

/** A number without quotes finds numbers and texts; a text with an asterisk at its end all that begin with it. */
function valueText(value: string | number): string {
  if (typeof value === "number") return String(value);
  return /^[\w-]+\*?$/.test(value) ? value : `"${value.replaceAll(/["\\]/g, "\\$&")}"`;
}
