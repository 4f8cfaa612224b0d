import * as z from "zod";
import { WORDS } from "./field-error";

/** The database has no year 0 and reads what comes before as another era. A day later, for whatever the zone. */
const FIRST_MS = Date.parse("0001-01-02T00:00:00Z");

export const isStorableTime = (text: string): boolean => !(Date.parse(text) < FIRST_MS);
export const STORABLE_TIME = WORDS.year_one;

/** An instant with its offset, such as 2026-01-31T00:00:00Z. */
export const Instant = z.iso
  .datetime({ offset: true, error: WORDS.instant })
  .refine(isStorableTime, STORABLE_TIME);
