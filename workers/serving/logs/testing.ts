import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

type Value = string | Uint8Array | boolean | { whole: number } | { fixed: bigint } | { real: number };
/** A field by its number in the protocol's own description. */
export type Field = readonly [number, Value];

/** For tests: a message of protobuf. */
export function message(...fields: readonly Field[]): Uint8Array {
  const writer = new BinaryWriter();
  for (const [number, value] of fields) {
    if (typeof value === "string") writer.tag(number, WireType.LengthDelimited).string(value);
    else if (value instanceof Uint8Array) writer.tag(number, WireType.LengthDelimited).bytes(value);
    else if (typeof value === "boolean") writer.tag(number, WireType.Varint).bool(value);
    else if ("whole" in value) writer.tag(number, WireType.Varint).int64(value.whole);
    else if ("fixed" in value) writer.tag(number, WireType.Bit64).fixed64(value.fixed);
    else writer.tag(number, WireType.Bit64).double(value.real);
  }
  return writer.finish();
}
