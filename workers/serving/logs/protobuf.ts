import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import { AppError, TooLargeError } from "@/lib/platform/errors";
import { MAX_PARTS } from "./limits";

/** Fields of a message by their number. What a message has beside them is skipped, as protobuf asks. */
export type Message = Readonly<Record<number, Field>>;
type Field = {
  name: string;
  kind: Kind | (() => Message);
  /** A list: each time that the field comes is one more of it. */
  many?: true;
};

/** As deep as protobuf's own readers go, and as many parts as a whole body of small attributes has. */
const MAX_DEPTH = 100;

const UTF8 = new TextDecoder("utf-8");
const { Varint, Bit64, LengthDelimited } = WireType;
/** Values as proto3's JSON has them, but numbers of 64 bits, which are always digits. */
const KINDS = {
  // What is no UTF-8 is kept as far as it can be read.
  text: [LengthDelimited, (reader: BinaryReader) => UTF8.decode(reader.bytes())],
  hex: [LengthDelimited, (reader: BinaryReader) => Buffer.from(reader.bytes()).toString("hex")],
  base64: [LengthDelimited, (reader: BinaryReader) => Buffer.from(reader.bytes()).toString("base64")],
  bool: [Varint, (reader: BinaryReader) => reader.bool()],
  int32: [Varint, (reader: BinaryReader) => reader.int32()],
  int64: [Varint, (reader: BinaryReader) => String(reader.int64())],
  fixed64: [Bit64, (reader: BinaryReader) => String(reader.fixed64())],
  double: [Bit64, (reader: BinaryReader) => reader.double()],
} as const satisfies Record<string, readonly [WireType, (reader: BinaryReader) => unknown]>;
type Kind = keyof typeof KINDS;

/**
 * A message as the value that its JSON form would be read as, so that one schema holds for both. Throws BAD_REQUEST for bytes
 * that are no protobuf and for what nests without end, TooLargeError for parts without number.
 */
export function readProtobuf(bytes: Uint8Array, message: Message): Record<string, unknown> {
  const reading: Reading = { reader: new BinaryReader(bytes), left: MAX_PARTS };
  try {
    return readMessage(reading, message, bytes.length, 0);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError("BAD_REQUEST", "The body is not protobuf, or ends too early.");
  }
}

type Reading = { reader: BinaryReader; left: number };

function readMessage(reading: Reading, message: Message, end: number, depth: number) {
  const { reader } = reading;
  if (depth > MAX_DEPTH) throw new AppError("BAD_REQUEST", `The body nests deeper than ${MAX_DEPTH} levels.`);
  reading.left -= 1;
  if (reading.left < 0) throw new TooLargeError(`The body has more than ${MAX_PARTS} parts.`);
  const made: Record<string, unknown> = {};
  while (reader.pos < end) {
    const [number, wireType] = reader.tag();
    const field = message[number];
    const expected = typeof field?.kind === "string" ? KINDS[field.kind][0] : LengthDelimited;
    if (!field || wireType !== expected) {
      reader.skip(wireType, number, MAX_DEPTH);
      continue;
    }
    const value = readValue(reading, field, depth);
    const { name } = field;
    const known = made[name];
    if (!field.many) made[name] = value;
    else if (Array.isArray(known)) known.push(value);
    else made[name] = [value];
  }
  // A part that reads on behind its own end is no message.
  if (reader.pos !== end) throw new RangeError("A message ends within a value");
  return made;
}

function readValue(reading: Reading, { kind }: Field, depth: number): unknown {
  const { reader } = reading;
  if (typeof kind === "string") return KINDS[kind][1](reader);
  const length = reader.uint32();
  const end = reader.pos + length;
  if (end > reader.len) throw new RangeError("A message ends behind its bytes");
  return readMessage(reading, kind(), end, depth + 1);
}
