import * as z from "zod";
import { WORDS } from "./field-error";

/** The earliest instant. Postgres has no year 0, and a zone may move an instant back by a day. */
const FIRST_MS = Date.parse("0001-01-02T00:00:00Z");
/** The latest instant. ISO 8601 writes later years with a sign and six digits, which Postgres does not read. */
const LAST_MS = Date.parse("9999-12-31T23:59:59.999Z");
const LOCAL_TIME = /T[^Z+-]*$/;
/** The zone that is furthest behind UTC, where a given wall-clock time is latest. */
const FURTHEST = "-12:00";

export function isStorableTime(text: string): boolean {
  const latest = LOCAL_TIME.test(text) ? `${text}${FURTHEST}` : text;
  return !(Date.parse(text) < FIRST_MS) && !(Date.parse(latest) > LAST_MS);
}
export const STORABLE_TIME = WORDS.year_one;

/** An instant with its offset, such as 2026-01-31T00:00:00Z. */
export const Instant = z.iso
  .datetime({ offset: true, error: WORDS.instant })
  .refine(isStorableTime, STORABLE_TIME);
