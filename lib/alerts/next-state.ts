import type { AlertState } from "./values";

/**
 * A rule is ok, firing or without data. It takes another state when `looks` looks in a row have seen that one, so that a figure
 * that crosses its threshold for a moment moves nothing. A look that sees the present state, or a third one, begins the count anew.
 */
export type Standing = { state: AlertState; since: Date; seen: AlertState; seenTimes: number };
/** `value` is null where there are too few rows. */
export type Condition = { comparison: "above" | "below"; threshold: number; looks: number };

export function seenOf({ comparison, threshold }: Condition, value: number | null): AlertState {
  if (value === null) return "no_data";
  const isBeyond = comparison === "above" ? value > threshold : value < threshold;
  return isBeyond ? "firing" : "ok";
}

export function nextStanding(
  standing: Standing,
  condition: Condition,
  { value, now }: { value: number | null; now: Date },
): Standing {
  const seen = seenOf(condition, value);
  if (seen === standing.state) return { ...standing, seen, seenTimes: 0 };
  const seenTimes = standing.seen === seen ? standing.seenTimes + 1 : 1;
  if (seenTimes < condition.looks) return { ...standing, seen, seenTimes };
  return { state: seen, since: now, seen, seenTimes: 0 };
}
