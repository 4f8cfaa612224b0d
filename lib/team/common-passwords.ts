import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Written by scripts/common-passwords.mjs, which says where the list is from: sorted, HASH_BYTES of SHA-256 each. */
const FILE = join("lib", "team", "common-passwords.bin");
const HASH_BYTES = 5;

/** Read at the first password that somebody chooses (half a megabyte, a few ms), never at start. */
let list: Buffer | undefined;

/** Whether this text, in lower case, is among the 100,000 most used passwords or a longer one that leaked. */
export function isListedPassword(text: string): boolean {
  list ??= readFileSync(join(process.cwd(), FILE));
  const wanted = createHash("sha256").update(text.toLowerCase()).digest().subarray(0, HASH_BYTES);
  let [low, high] = [0, list.length / HASH_BYTES];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const found = list.subarray(middle * HASH_BYTES, (middle + 1) * HASH_BYTES);
    const order = Buffer.compare(found, wanted);
    if (order === 0) return true;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return false;
}
