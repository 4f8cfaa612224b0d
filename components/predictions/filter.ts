import { parseAsString } from "nuqs";

/** The question of the list, as the address has it; an empty text asks for nothing. */
export const FILTER = {
  endpoint: parseAsString.withDefault(""),
  model: parseAsString.withDefault(""),
  version: parseAsString.withDefault(""),
  variant: parseAsString.withDefault(""),
  outcome: parseAsString.withDefault(""),
  feedback: parseAsString.withDefault(""),
  caller: parseAsString.withDefault(""),
  text: parseAsString.withDefault(""),
  from: parseAsString.withDefault(""),
  to: parseAsString.withDefault(""),
};
export type PredictionFilter = Record<keyof typeof FILTER, string>;
export const NO_FILTER = Object.fromEntries(Object.keys(FILTER).map((name) => [name, null]));

const WHOLE = /^[1-9]\d{0,8}$/;
/** What the API refuses is not asked: an address may hold anything. */
export function queryOf({ from, to, version, variant, ...rest }: PredictionFilter): Record<string, string> {
  return {
    ...rest,
    version: WHOLE.test(version) ? version : "",
    variant: WHOLE.test(variant) ? variant : "",
    from: dayStart(from, 0),
    to: dayStart(to, 1),
  };
}

/** The start of a day in the reader's zone, or of a day after it. */
function dayStart(day: string, after: number): string {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(day) ? new Date(`${day}T00:00:00`) : null;
  if (!at || Number.isNaN(at.getTime())) return "";
  at.setDate(at.getDate() + after);
  return at.toISOString();
}
