import { AppError, StaleError } from "@/lib/platform/errors";

/**
 * Two people who edit one setting: the change carries the version its author saw. Called on the row as locked by the
 * transaction. `current` is what stands now, for the page to compare with.
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
