import { AppError, TooLargeError } from "@/lib/platform/errors";
import { hasMoreValues } from "@/lib/platform/json-values";
import { quoteLargeNumbers } from "@/lib/platform/large-numbers";
import { MAX_PARTS, MAX_RECORDS } from "./limits";

const UTF8 = new TextDecoder("utf-8");

/** What is no UTF-8 is kept as far as it can be read: no line is lost for one byte. */
function textOf(body: Buffer): string {
  return UTF8.decode(body);
}

/** Its values are counted before any is made. */
export function jsonOf(body: Buffer): unknown {
  const text = textOf(body);
  if (hasMoreValues(text, MAX_PARTS)) throw new TooLargeError(`The body has more than ${MAX_PARTS} parts.`);
  try {
    return JSON.parse(quoteLargeNumbers(text));
  } catch {
    throw new AppError("BAD_REQUEST", "The body is not JSON.");
  }
}

/** Lines without what is blank around them; blank ones are left out, as rsyslog sends them. */
export function* linesOf(body: Buffer): Generator<string> {
  const text = textOf(body);
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf("\n", at);
    const line = text.slice(at, end < 0 ? text.length : end).trim();
    at = end < 0 ? text.length : end + 1;
    if (line !== "") yield line;
  }
}

/** Before records are made: of two bytes each, a body would have millions of them. */
export function refuseTooMany(records: number): void {
  if (records > MAX_RECORDS)
    throw new TooLargeError(`More than ${MAX_RECORDS} records at once are too many; send fewer.`);
}
