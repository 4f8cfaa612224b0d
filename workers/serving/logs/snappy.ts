import { AppError, TooLargeError } from "@/lib/platform/errors";

/**
 * A snappy block, inflated. It says first how long it will be: what is too long is refused before anything is inflated, and
 * what comes out longer or shorter than that is refused too. docs/decisions/0035 says why this is no package.
 */
export function inflateSnappy(block: Buffer, mostBytes: number): Buffer {
  const { length, start } = statedLength(block);
  if (length > mostBytes)
    throw new TooLargeError(`The body, decompressed, is larger than the limit of ${mostBytes} bytes.`);
  const out = Buffer.allocUnsafe(length);
  let [from, to] = [start, 0];
  while (from < block.length) {
    const tag = block[from] ?? 0;
    const part = tag % 4 === 0 ? literal(block, from) : copied(block, from, tag);
    if (to + part.length > length) throw broken();
    if (part.offset === null) {
      if (part.next + part.length > block.length) throw broken();
      block.copy(out, to, part.next, part.next + part.length);
      from = part.next + part.length;
    } else {
      if (part.offset === 0 || part.offset > to) throw broken();
      repeat(out, to, part.offset, part.length);
      from = part.next;
    }
    to += part.length;
  }
  if (to !== length) throw broken();
  return out;
}

/** `next`: behind what was read. `offset`: how far back a copy begins; a literal has none and stands at `next`. */
type Part = { length: number; offset: number | null; next: number };

function literal(block: Buffer, at: number): Part {
  const short = (block[at] ?? 0) >>> 2;
  if (short < 60) return { length: short + 1, offset: null, next: at + 1 };
  const bytes = short - 59;
  return { length: little(block, at + 1, bytes) + 1, offset: null, next: at + 1 + bytes };
}

function copied(block: Buffer, at: number, tag: number): Part {
  if (tag % 4 === 1) {
    const offset = ((tag >>> 5) << 8) | little(block, at + 1, 1);
    return { length: ((tag >>> 2) & 7) + 4, offset, next: at + 2 };
  }
  const bytes = tag % 4 === 2 ? 2 : 4;
  return { length: (tag >>> 2) + 1, offset: little(block, at + 1, bytes), next: at + 1 + bytes };
}

/** A copy may reach into itself: behind "ab", two back and six long is "ababab". */
function repeat(out: Buffer, to: number, offset: number, length: number): void {
  if (offset >= length) out.copyWithin(to, to - offset, to - offset + length);
  else for (let at = to; at < to + length; at += 1) out[at] = out[at - offset] ?? 0;
}

function statedLength(block: Buffer): { length: number; start: number } {
  let length = 0;
  for (let at = 0; at < 5; at += 1) {
    const byte = block[at];
    if (byte === undefined) break;
    length += (byte & 0x7f) * 2 ** (7 * at);
    if (byte < 0x80) return { length, start: at + 1 };
  }
  throw broken();
}

/** Unsigned, and never behind the end. */
function little(block: Buffer, at: number, bytes: number): number {
  if (at + bytes > block.length) throw broken();
  return block.readUIntLE(at, bytes);
}

function broken(): AppError {
  return new AppError("BAD_REQUEST", "The body is not a snappy block, or its length is not what it says.");
}
