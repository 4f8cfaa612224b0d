import type { Computed, Given } from "./language";
import { EXPRESSION_LIMITS, type ExpressionType } from "./values";

const INT32 = 2n ** 31n;
/** The year 9999. */
const LAST_SECOND = 253_402_300_799n;

/**
 * A stored value as CEL has it. A FLOAT has 32 bits wherever it comes from: online a pushed 0.1 is kept as it was sent, and
 * files have it rounded. -0, which JSON keeps in one place and loses in another, is 0.
 */
export function celOf(type: ExpressionType, value: Given): unknown {
  if (value === null) return null;
  switch (type) {
    case "INT32":
    case "INT64":
    case "UNIX_TIMESTAMP":
      return typeof value === "boolean" ? value : BigInt(value);
    case "FLOAT":
      return Math.fround(Number(value)) + 0;
    case "DOUBLE":
      return Number(value) + 0;
    case "STRING":
    case "BOOL":
      return value;
    default:
      return type satisfies never;
  }
}

/** What an expression gave, as features are stored. NaN and infinity are no values; other numbers are never made to fit. */
export function resultOf(type: ExpressionType, result: unknown): Computed {
  switch (typeof result) {
    case "bigint":
      return wholeOf(type, result);
    case "number": {
      const value = type === "FLOAT" ? Math.fround(result) : result;
      // -0 would not come back from JSON.
      return { value: Number.isFinite(value) ? value + 0 : null };
    }
    case "boolean":
      return { value: result };
    case "string":
      return result.length <= EXPRESSION_LIMITS.givenText
        ? { value: result }
        : { problem: `its text has more than ${EXPRESSION_LIMITS.givenText} characters` };
    default:
      return { problem: `it gave a ${typeof result}` };
  }
}

function wholeOf(type: ExpressionType, value: bigint): Computed {
  const most = type === "INT32" ? INT32 : type === "UNIX_TIMESTAMP" ? LAST_SECOND + 1n : 2n ** 63n;
  if (value < -most || value >= most) return { problem: `${value} is no ${type}` };
  const double = Number(value);
  return { value: Number.isSafeInteger(double) ? double : String(value) };
}
