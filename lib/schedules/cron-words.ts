/** One of the five fields: its range, and the names that stand for numbers. */
type Field = { name: string; least: number; most: number; names: readonly string[]; also?: RegExp };

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const FIELDS: readonly Field[] = [
  { name: "minute (0-59)", least: 0, most: 59, names: [] },
  { name: "hour (0-23)", least: 0, most: 23, names: [] },
  { name: "day of the month (1-31, or L for the last)", least: 1, most: 31, names: [], also: /^[L?]$/i },
  { name: "month (1-12 or JAN-DEC)", least: 1, most: 12, names: MONTHS },
  {
    name: "weekday (0-7 or SUN-SAT; FRI#2 is the second Friday, FRIL the last)",
    least: 0,
    most: 7,
    names: DAYS,
    also: /^(?:\?|(?:[0-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(?:#[1-5]|L))$/i,
  },
];
export const CRON_FIELDS = FIELDS.length;

/**
 * The first problem of a five-field expression, or null. Refuses what cron dialects read differently: H of Jenkins, W,
 * and ranges such as 22-2.
 */
export function cronFault(fields: readonly string[]): string | null {
  for (const [at, field] of FIELDS.entries())
    for (const part of (fields[at] ?? "").split(","))
      if (!isPart(part, field)) return `${JSON.stringify(part)} cannot be the ${field.name}`;
  return null;
}

function isPart(part: string, field: Field): boolean {
  if (field.also?.test(part)) return true;
  const {
    from = "",
    to,
    step,
  } = /^(?<from>\*|\w+)(?:-(?<to>\w+))?(?:\/(?<step>\d+))?$/.exec(part)?.groups ?? {};
  if (step !== undefined && !isWithin(Number(step), 1, field.most - field.least + 1)) return false;
  if (from === "*") return to === undefined;
  const first = numberOf(from, field);
  const last = to === undefined ? first : numberOf(to, field, first);
  return isWithin(first, field.least, field.most) && isWithin(last, first, field.most);
}

/** Sunday is 7 at the end of a range. NaN is in no range. */
function numberOf(word: string, { least, names }: Field, atLeast = 0): number {
  if (/^\d+$/.test(word)) return Number(word);
  const place = names.indexOf(word.toUpperCase());
  if (place < 0) return Number.NaN;
  return names === DAYS && place === 0 && atLeast > 0 ? DAYS.length : place + least;
}

const isWithin = (value: number, least: number, most: number): boolean => value >= least && value <= most;
