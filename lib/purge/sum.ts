import type { Purged } from "./schema";

export function sumPurged(one: Purged, other: Purged): Purged {
  return {
    runs: one.runs + other.runs,
    points: one.points + other.points,
    logged_models: one.logged_models + other.logged_models,
  };
}
