import type { MessageInitShape } from "@bufbuild/protobuf";
import type { FeatureValue } from "@/lib/features";
import type { FeatureType } from "@/lib/features/values";
import type { Value, ValueSchema } from "./value-pb";

/** As the same value would come in a JSON body. Numbers that a double would change are digits; bytes are base64. */
export function rawOf({ val }: Value): unknown {
  switch (val.case) {
    case undefined:
    case "nullVal":
      return null;
    case "bytesVal":
      return base64(val.value);
    case "int64Val":
    case "unixTimestampVal":
      return wholeOf(val.value);
    case "bytesListVal":
      return val.value.val.map(base64);
    case "int64ListVal":
    case "unixTimestampListVal":
      return val.value.val.map(wholeOf);
    case "doubleVal":
    case "floatVal":
      return finiteOf(val.value);
    case "doubleListVal":
    case "floatListVal":
      return val.value.val.map(finiteOf);
    case "stringListVal":
    case "int32ListVal":
    case "boolListVal":
      return val.value.val;
    default:
      return val.value;
  }
}

/** A value of this type; without one, nothing is set, as Feast's servers answer. */
export function typedValue(type: FeatureType, value: FeatureValue): MessageInitShape<typeof ValueSchema> {
  return value === null ? {} : { val: casesOf(type, value) };
}

type Val = NonNullable<MessageInitShape<typeof ValueSchema>["val"]>;

/** The guarantee behind each conversion: a stored value was checked to be of the type of its feature. */
function casesOf(type: FeatureType, value: NonNullable<FeatureValue>): Val {
  const list = Array.isArray(value) ? value : [];
  switch (type) {
    case "STRING":
      return { case: "stringVal", value: String(value) };
    case "INT32":
      return { case: "int32Val", value: Number(value) };
    case "INT64":
      return { case: "int64Val", value: bigOf(value) };
    case "FLOAT":
      return { case: "floatVal", value: Number(value) };
    case "DOUBLE":
      return { case: "doubleVal", value: Number(value) };
    case "BOOL":
      return { case: "boolVal", value: value === true };
    case "BYTES":
      return { case: "bytesVal", value: bytesOf(value) };
    case "UNIX_TIMESTAMP":
      return { case: "unixTimestampVal", value: bigOf(value) };
    case "STRING_LIST":
      return { case: "stringListVal", value: { val: list.map(String) } };
    case "INT32_LIST":
      return { case: "int32ListVal", value: { val: list.map(Number) } };
    case "INT64_LIST":
      return { case: "int64ListVal", value: { val: list.map(bigOf) } };
    case "FLOAT_LIST":
      return { case: "floatListVal", value: { val: list.map(Number) } };
    case "DOUBLE_LIST":
      return { case: "doubleListVal", value: { val: list.map(Number) } };
    case "BOOL_LIST":
      return { case: "boolListVal", value: { val: list.map((one) => one === true) } };
    case "BYTES_LIST":
      return { case: "bytesListVal", value: { val: list.map(bytesOf) } };
    case "UNIX_TIMESTAMP_LIST":
      return { case: "unixTimestampListVal", value: { val: list.map(bigOf) } };
    default:
      return type satisfies never;
  }
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
const bytesOf = (value: unknown) => new Uint8Array(Buffer.from(String(value), "base64"));
const bigOf = (value: unknown) => BigInt(String(value));

/** JSON has no NaN and no infinity: they are text there, which is no number. */
const finiteOf = (value: number) => (Number.isFinite(value) ? value : String(value));

function wholeOf(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}
