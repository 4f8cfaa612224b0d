import { setTimeout as pause } from "node:timers/promises";
import * as z from "zod";

/** 40P01: a deadlock, 40001: a serialisation failure, P2034: what Prisma makes of both. */
const ASKS_FOR_ANOTHER_TRY: ReadonlySet<unknown> = new Set(["40P01", "40001", "P2034"]);
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
 * A deadlock is Postgres asking for another try: the transaction is done again, from its beginning. Pauses grow, and differ,
 * so that two that met do not meet again.
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

/** Of a raw statement Prisma tells the cause only inside of its driver's error. */
function asksForAnotherTry(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ("code" in error && ASKS_FOR_ANOTHER_TRY.has(error.code)) return true;
  const cause = DriverError.safeParse(error).data?.meta.driverAdapterError.cause;
  return (
    cause !== undefined &&
    (cause.kind === "TransactionWriteConflict" || ASKS_FOR_ANOTHER_TRY.has(cause.originalCode))
  );
}
