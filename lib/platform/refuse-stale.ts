import { AppError, StaleError } from "./errors";

/**
 * Refuses a change whose author saw an older version. Call it on the locked row. `current` goes into the error, for the
 * page to compare with.
 */
export function refuseStale(expected: number | undefined, row: { version: number }, current: unknown): void {
  if (expected === undefined)
    throw new AppError(
      "PRECONDITION_REQUIRED",
      'Send the version you read as If-Match, such as If-Match: "3" (the ETag of GET).',
    );
  if (expected !== row.version)
    throw new StaleError(
      `This was changed since you read it: you have version ${expected}, version ${row.version} stands now.`,
      current,
    );
}
