import { createHash } from "node:crypto";
import type { LogRecord } from "../record";
import type { LogBatch } from "../store";

export type NumberedRecord = LogRecord & { id: string };

const HASHES = 900_000_000_000n;

/**
 * Gives each record a number that is the same when the same request comes again: 12 digits of a hash of the request, 6 of its
 * place in it. Records of one request and one time so stay in their order.
 */
export function numbered({ source, digest, records }: LogBatch): NumberedRecord[] {
  const hash = createHash("sha256").update(source).update("\0").update(digest).digest();
  const first = (hash.readBigUInt64BE() % HASHES) + HASHES / 9n;
  return records.map((record, at) => ({ ...record, id: `${first}${String(at).padStart(6, "0")}` }));
}
