import type { FeatureStatus } from "../schema";
import type { KnownView, Place } from "./definitions";
import type { FeatureValue } from "./feature-value";
import { decodeRow, type StoredRow } from "./stored-row";
import type { Micros } from "./time";

export type Answered = { status: FeatureStatus; value: FeatureValue };

/** What is known of one entity in one view. */
export type Found = { row: StoredRow; isTooOld: boolean };

export function foundOf(view: KnownView, text: string | null, nowUs: Micros): Found | null {
  const row = text === null ? null : decodeRow(text);
  if (!row) return null;
  const isTooOld = view.ttlSeconds > 0 && nowUs - row.eventUs > view.ttlSeconds * 1_000_000;
  return { row, isTooOld };
}

/**
 * A value that is too old is not told, because a client that looks at values alone would use it. A feature that the row's
 * own schema did not have, or had under another type, is not there.
 */
export function answerOf(view: KnownView, found: Found | null, name: string, type: Place["type"]): Answered {
  const place = found ? view.layouts.get(found.row.schemaVersion)?.get(name) : undefined;
  const value = place?.type === type ? found?.row.values[place.at] : undefined;
  if (!found || value === undefined) return { status: "NOT_FOUND", value: null };
  if (found.isTooOld) return { status: "OUTSIDE_MAX_AGE", value: null };
  return { status: value === null ? "NULL_VALUE" : "PRESENT", value };
}
