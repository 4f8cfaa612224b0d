/** Types of tensors that are served, under the runtime's names. */
export type TensorType =
  | "float32"
  | "float64"
  | "int8"
  | "int16"
  | "int32"
  | "int64"
  | "uint8"
  | "uint16"
  | "uint32"
  | "uint64"
  | "bool"
  | "string";

/** As the runtime holds it: a bool is a byte. */
export type TensorData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array
  | string[];

export type NamedTensor = { name: string; type: TensorType; dims: number[]; data: TensorData };
/** An input or output of a model; -1 is any length. */
export type Port = {
  name: string;
  type: TensorType;
  dims: number[];
  /** What the values of a row are, where the model's file names them. */
  columns?: string[];
  /** The classes whose probabilities the values of a row are. */
  labels?: string[];
};

export function emptyData(type: TensorType, length: number): TensorData {
  switch (type) {
    case "float32":
      return new Float32Array(length);
    case "float64":
      return new Float64Array(length);
    case "int8":
      return new Int8Array(length);
    case "int16":
      return new Int16Array(length);
    case "int32":
      return new Int32Array(length);
    case "int64":
      return new BigInt64Array(length);
    case "uint8":
    case "bool":
      return new Uint8Array(length);
    case "uint16":
      return new Uint16Array(length);
    case "uint32":
      return new Uint32Array(length);
    case "uint64":
      return new BigUint64Array(length);
    case "string":
      return new Array<string>(length).fill("");
    default:
      return type satisfies never;
  }
}

/** How many values these dimensions hold; NaN when that is no number that can be counted. */
export function sizeOf(dims: readonly number[]): number {
  const size = dims.reduce((product, dim) => product * dim, 1);
  return Number.isSafeInteger(size) && dims.every((dim) => Number.isSafeInteger(dim) && dim >= 0)
    ? size
    : Number.NaN;
}
