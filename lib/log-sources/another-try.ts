import { wasSilent } from "@/lib/platform/db/connections";
import { AppError } from "@/lib/platform/errors";
import { isStoreFault, tookTooLong } from "@/lib/platform/store-fault";

/** Errors of SQL that say what is wrong with the values: types, integrity, limits. */
const OF_VALUES = /^(?:22|23|54)[0-9A-Z]{3}$/;

/** False when the records themselves are at fault. What is not known is tried again. */
export function isWorthAnotherTry(error: unknown): boolean {
  if (isStoreFault(error) || wasSilent(error) || tookTooLong(error)) return true;
  if ([SyntaxError, RangeError, TypeError].some((kind) => error instanceof kind)) return false;
  if (error instanceof AppError) return error.code === "RATE_LIMITED" || error.code === "UNAVAILABLE";
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
  return !OF_VALUES.test(code);
}
