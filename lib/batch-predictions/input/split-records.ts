import { ConflictError } from "@/lib/platform/errors";
import { LIMITS } from "../values";

const NEWLINE = 10;
const RETURN = 13;
const QUOTE = 34;
const COMMA = 44;

/** Where a CSV reader stands: at the beginning of a cell, in a bare one, in a quoted one, behind a quote inside one. */
const CELL = 0;
const BARE = 1;
const QUOTED = 2;
const CLOSING = 3;

/**
 * The records of a file as bytes, without their line ends: lines, or for CSV (RFC 4180) lines whose ends are in no quoted cell.
 * Empty lines are none. Throws CONFLICT for one that is too long.
 */
export async function* splitRecords(
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
  isCsv: boolean,
): AsyncGenerator<Buffer> {
  const next = isCsv ? csvEnds() : lineEnds;
  let held: Buffer[] = [];
  let heldBytes = 0;
  for await (const chunk of chunks) {
    let from = 0;
    for (;;) {
      const end = next(chunk, from);
      if (end < 0) break;
      const rest = chunk.subarray(from, end);
      const record = trimmed(held.length === 0 ? rest : Buffer.concat([...held, rest]));
      held = [];
      heldBytes = 0;
      from = end + 1;
      if (record.length > LIMITS.rowBytes) throw tooLong();
      if (record.length > 0) yield record;
    }
    const rest = chunk.subarray(from);
    heldBytes += rest.length;
    if (heldBytes > LIMITS.rowBytes) throw tooLong();
    if (rest.length > 0) held.push(rest);
  }
  const last = trimmed(Buffer.concat(held));
  if (last.length > 0) yield last;
}

const trimmed = (record: Buffer) => (record.at(-1) === RETURN ? record.subarray(0, -1) : record);
const lineEnds = (chunk: Buffer, from: number) => chunk.indexOf(NEWLINE, from);

/** Goes over every byte once; the state is kept from chunk to chunk. */
function csvEnds(): (chunk: Buffer, from: number) => number {
  let state = CELL;
  return (chunk, from) => {
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at];
      if (state === QUOTED) {
        if (byte === QUOTE) state = CLOSING;
      } else if (byte === NEWLINE) {
        state = CELL;
        return at;
      } else if (byte === QUOTE && state !== BARE) state = QUOTED;
      else state = byte === COMMA ? CELL : BARE;
    }
    return -1;
  };
}

function tooLong(): ConflictError {
  return new ConflictError(
    `A row has more than ${LIMITS.rowBytes} bytes. Perhaps a quote is never closed, or the format is another one.`,
  );
}
