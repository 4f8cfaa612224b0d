import { setTimeout as pause } from "node:timers/promises";
import * as z from "zod";

/**
 * 40P01 is a deadlock, 40001 a serialisation failure; Prisma turns both into P2034. 23503: the row that this one hangs on
 * went or moved between two statements; the next try reads where it is now.
 */
const ASKS_FOR_ANOTHER_TRY: ReadonlySet<unknown> = new Set(["40P01", "40001", "P2034", "23503"]);
const DriverError = z.object({
  meta: z.object({
    driverAdapterError: z.object({
      cause: z.object({ kind: z.string().optional(), originalCode: z.string().optional() }),
    }),
  }),
});
const TRIES = 5;
const FIRST_PAUSE_MS = 10;

/**
 * Repeats a transaction that met another one, from its beginning. Pauses grow and are random, so that the same two
 * do not meet again.
 */
export async function retrying<T>(transaction: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await transaction();
    } catch (error) {
      if (tried === TRIES || !asksForAnotherTry(error)) throw error;
      await pause(Math.random() * FIRST_PAUSE_MS * 2 ** tried);
    }
  }
}

/** For raw statements Prisma keeps the code inside its driver's error only. */
function asksForAnotherTry(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ("code" in error && ASKS_FOR_ANOTHER_TRY.has(error.code)) return true;
  const cause = DriverError.safeParse(error).data?.meta.driverAdapterError.cause;
  return (
    cause !== undefined &&
    (cause.kind === "TransactionWriteConflict" || ASKS_FOR_ANOTHER_TRY.has(cause.originalCode))
  );
}
