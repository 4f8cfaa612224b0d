import { type NamedRun, type RunPlace, runPlace } from "@/lib/client/run-name";

export type AxisMark = {
  /** Null where there is no room for one. */
  label: string | null;
  /** A line before this column: another day begins, or another month where each run is a day. */
  isLine: boolean;
};

/** The columns that a label needs; one with a year is longer. */
const LABEL_COLUMNS = 3;
const YEAR_COLUMNS = 4;

type Reader = { locale: string; zone: string; now: Date };

/** Labels and lines of the time axis. Each label says what has changed since the one before: the year, the day or the hour. */
export function axisOf(runs: readonly (NamedRun & { queued_at: string })[], reader: Reader): AxisMark[] {
  const places = runs.map((run) => runPlace(run, reader));
  const thisYear = String(reader.now.getUTCFullYear());
  const days = new Set(places.map(({ year, day }) => `${year} ${day}`)).size;
  const byMonth = days > places.length / 2;
  let last: RunPlace | null = null;
  let free = 0;
  return places.map((place, column) => {
    const before = places[column - 1];
    const isLine = before !== undefined && unitOf(before, byMonth) !== unitOf(place, byMonth);
    if (column < free) return { label: null, isLine };
    const label = labelOf(place, last, thisYear);
    if (label === null) return { label: null, isLine };
    last = place;
    free = column + (label.includes(place.year) ? YEAR_COLUMNS : LABEL_COLUMNS);
    return { label, isLine };
  });
}

function labelOf(place: RunPlace, last: RunPlace | null, thisYear: string): string | null {
  const isOtherYear = place.year !== (last?.year ?? thisYear);
  if (isOtherYear) return withYear(place);
  if (place.day !== last?.day) return place.day;
  return place.isWholeDay || place.clock === last.clock ? null : place.clock;
}

function withYear({ day, year }: RunPlace): string {
  return day.endsWith("일") ? `${year}년 ${day}` : `${day} ${year}`;
}

/** The day, or the month of it. */
function unitOf({ year, day }: RunPlace, byMonth: boolean): string {
  const month = day.endsWith("일") ? day.split(" ")[0] : day.split(" ")[1];
  return byMonth ? `${year} ${month}` : `${year} ${day}`;
}

/** A short name for each run under a chart: the hour of one day, else the day, with what else is needed to tell them apart. */
export function shortNames(
  runs: readonly (NamedRun & { queued_at: string })[],
  reader: Omit<Reader, "now">,
): string[] {
  const places = runs.map((run) => runPlace(run, reader));
  const count = (text: (place: RunPlace) => string) => new Set(places.map(text)).size;
  const [years, days] = [count(({ year }) => year), count(({ year, day }) => `${year} ${day}`)];
  if (days === 1 && places.length > 1) return places.map(({ clock }) => clock);
  const dayOf = years > 1 ? withYear : ({ day }: RunPlace) => day;
  const areMany = days < places.length;
  return places.map((place) =>
    areMany && !place.isWholeDay ? `${dayOf(place)} ${place.clock}` : dayOf(place),
  );
}
