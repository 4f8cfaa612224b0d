type UbjsonLimits = { depth: number; values: number };

/**
 * The document in these bytes, which XGBoost writes as Universal Binary JSON. A list of numbers of one type is a Float64Array, which holds each of them.
 * Nothing is made larger than the bytes that are there. Throws an Error whose message goes on after "it". Its text is a part of a
 * program: it uses nothing of this module.
 */
export function readUbjson(bytes: Uint8Array, limits: UbjsonLimits): unknown {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const decoder = new TextDecoder();
  const NO_OPERATION = 0x4e;
  const LISTS = {
    i: { size: 1, get: (at: number) => view.getInt8(at) },
    U: { size: 1, get: (at: number) => view.getUint8(at) },
    I: { size: 2, get: (at: number) => view.getInt16(at) },
    l: { size: 4, get: (at: number) => view.getInt32(at) },
    L: { size: 8, get: (at: number) => Number(view.getBigInt64(at)) },
    d: { size: 4, get: (at: number) => view.getFloat32(at) },
    D: { size: 8, get: (at: number) => view.getFloat64(at) },
  };
  const isList = (mark: string): mark is keyof typeof LISTS => Object.hasOwn(LISTS, mark);
  let [next, values] = [0, 0];

  function fault(what: string): Error {
    return new Error(`is no Universal Binary JSON: ${what} at byte ${next}`);
  }
  function take(size: number): number {
    if (size > bytes.length - next) throw fault("its end comes too early");
    next += size;
    return next - size;
  }
  /** What stands next, behind what stands for nothing. */
  function peek(): string {
    while (bytes[next] === NO_OPERATION) next += 1;
    return String.fromCharCode(bytes[next] ?? 0);
  }
  function mark(): string {
    const found = peek();
    take(1);
    return found;
  }
  function numberOf(type: keyof typeof LISTS): number {
    return LISTS[type].get(take(LISTS[type].size));
  }
  function lengthOf(): number {
    const type = mark();
    if (!isList(type) || type === "d" || type === "D") throw fault("a length is no whole number");
    const length = numberOf(type);
    if (!Number.isSafeInteger(length) || length < 0) throw fault("a length is no whole number");
    return length;
  }
  function textOf(): string {
    const length = lengthOf();
    const from = take(length);
    return decoder.decode(bytes.subarray(from, from + length));
  }
  /** What stands before the values of a list or an object. */
  function headOf(): { type: string | null; count: number | null } {
    let type: string | null = null;
    if (peek() === "$") {
      next += 1;
      type = mark();
      if (peek() !== "#") throw fault("a type without a count");
    }
    if (peek() !== "#") return { type, count: null };
    next += 1;
    const count = lengthOf();
    // Each value takes a byte at least.
    if (count > bytes.length - next) throw fault("a count is larger than what is there");
    return { type, count };
  }
  function numbersOf(type: keyof typeof LISTS, count: number): Float64Array {
    const { size, get } = LISTS[type];
    const from = take(count * size);
    const made = new Float64Array(count);
    for (let at = 0; at < count; at += 1) made[at] = get(from + at * size);
    return made;
  }
  function listOf(depth: number): unknown {
    const { type, count } = headOf();
    if (type !== null && count !== null) {
      if (!isList(type)) throw fault("a list of one type that is not of numbers");
      return numbersOf(type, count);
    }
    const made: unknown[] = [];
    while (count === null ? peek() !== "]" : made.length < count) made.push(readValue(mark(), depth + 1));
    if (count === null) next += 1;
    return made;
  }
  function objectOf(depth: number): unknown {
    const { type, count } = headOf();
    if (type !== null) throw fault("an object of one type");
    const made: Record<string, unknown> = Object.create(null);
    let held = 0;
    while (count === null ? peek() !== "}" : held < count) {
      const key = textOf();
      made[key] = readValue(mark(), depth + 1);
      held += 1;
    }
    if (count === null) next += 1;
    return made;
  }
  function readValue(type: string, depth: number): unknown {
    values += 1;
    if (values > limits.values) throw fault("too many values");
    if (depth > limits.depth) throw fault("too deep");
    if (isList(type)) return numberOf(type);
    switch (type) {
      case "{":
        return objectOf(depth);
      case "[":
        return listOf(depth);
      case "S":
      case "H":
        return textOf();
      case "C":
        return String.fromCharCode(bytes[take(1)] ?? 0);
      case "T":
        return true;
      case "F":
        return false;
      case "Z":
        return null;
      default:
        throw fault(`a value of the unknown type ${JSON.stringify(type)}`);
    }
  }
  return readValue(mark(), 0);
}
