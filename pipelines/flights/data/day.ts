import type { TaskInput } from "gwanje/task";

/** A calendar day, "2001-01-31". The source has no zone; its clock is read as UTC throughout. */
export type Day = string;

/** What the source holds, as a half-open range. It also has six flights of 2001-07-01 00:00, which no full day owns. */
export const SOURCE_START: Day = "2001-01-01";
export const SOURCE_END: Day = "2001-07-01";

const FORM = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 24 * 3_600_000;

/** The day a run works on: its parameter `date` where one was given, else the day its data interval starts. */
export function dayOf(params: TaskInput["params"], dataIntervalStart: string | null): Day {
  const given = params.date;
  if (typeof given === "string" && given !== "") return inSource(checked(given, "The parameter date"));
  if (dataIntervalStart === null) {
    throw new Error("The run has no data interval: give the parameter date, such as 2001-02-24.");
  }
  return inSource(checked(dataIntervalStart.slice(0, 10), "The start of the data interval"));
}

export function addDays(day: Day, days: number): Day {
  return new Date(timeOf(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Every day of [from, to), in order. */
export function daysBetween(from: Day, to: Day): Day[] {
  const count = Math.max(0, Math.round((timeOf(to) - timeOf(from)) / DAY_MS));
  return Array.from({ length: count }, (_, index) => addDays(from, index));
}

/** `days` days up to but excluding `day`, as far back as the source goes: [from, to). */
export function daysBefore(day: Day, days: number): { from: Day; to: Day } {
  const from = addDays(day, -days);
  return { from: from < SOURCE_START ? SOURCE_START : from, to: day };
}

function inSource(day: Day): Day {
  if (day >= SOURCE_START && day < SOURCE_END) return day;
  throw new Error(
    `There are no flights of ${day}: the source holds [${SOURCE_START}, ${SOURCE_END}). Backfill those days, or give the parameter date.`,
  );
}

function checked(text: string, name: string): Day {
  const time = FORM.test(text) ? timeOf(text) : Number.NaN;
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text) {
    throw new Error(`${name} is "${text}", not a day such as 2001-02-24.`);
  }
  return text;
}

function timeOf(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`);
}
