import type { NamedTensor, Port, TensorData } from "../tensor";
import type { Engine } from "./engine";

/**
 * Whether a model gives each row the same bits alone and among others, tried with rows of random numbers in runs of many sizes. No
 * sample proves that for any model: it is asked only of those whose every step is known to be by row, where the runtime may still
 * add in another order. Its text is a part of a program: it uses nothing of this module.
 */
export async function provenRowWise({ ports, run }: Engine, rows: number): Promise<boolean> {
  const SIZES = [2, 3, 4, 5, 8, 16, 31, 64, 128, 257, rows];
  /** One that takes longer gains nothing by it. */
  const MOST_MS = 1_000;
  const names = ports.outputs.map(({ name }) => name);
  const isByRow = ({ dims: [first = 1, width = 0, ...more] }: Port) =>
    first < 0 && width > 0 && more.length === 0;
  if (!ports.inputs.every(isByRow)) return false;

  let seed = 1;
  /** Mulberry32: the same rows each time. */
  function random(): number {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  const fraction = () => (random() - 0.5) * 10 ** Math.floor(random() * 7 - 2);
  const whole = () => Math.floor(random() * 100);
  function dataOf({ type, dims }: Port): TensorData | null {
    const size = rows * (dims[1] ?? 0);
    if (type === "float32") return Float32Array.from({ length: size }, fraction);
    if (type === "float64") return Float64Array.from({ length: size }, fraction);
    if (type === "int32") return Int32Array.from({ length: size }, whole);
    if (type === "int64") return BigInt64Array.from({ length: size }, () => BigInt(whole()));
    return type === "string" ? Array.from({ length: size }, () => String(whole())) : null;
  }
  const feeds: (Port & { data: TensorData })[] = [];
  for (const port of ports.inputs) {
    const data = dataOf(port);
    if (!data) return false;
    feeds.push({ ...port, data });
  }

  const cut = (data: TensorData, from: number, to: number) =>
    Array.isArray(data) ? data.slice(from, to) : data.subarray(from, to);
  async function ran(from: number, to: number): Promise<NamedTensor[] | null> {
    const parts = feeds.map(({ name, type, dims: [, width = 0], data }) => ({
      ...{ name, type, dims: [to - from, width] },
      data: cut(data, from * width, to * width),
    }));
    const result = await run({ feeds: parts, outputs: names });
    if (!("outputs" in result)) return null;
    return result.outputs.every(({ dims }) => dims[0] === to - from) ? result.outputs : null;
  }
  function isSame(one: TensorData, other: TensorData): boolean {
    if (Array.isArray(one) || Array.isArray(other)) return String(one) === String(other);
    const bytes = (data: Exclude<TensorData, string[]>) =>
      Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    return bytes(one).equals(bytes(other));
  }

  const until = performance.now() + MOST_MS;
  const alone: NamedTensor[][] = [];
  for (let at = 0; at < rows; at += 1) {
    const outputs = await ran(at, at + 1);
    if (!outputs || performance.now() > until) return false;
    alone.push(outputs);
  }
  let from = 0;
  for (const size of SIZES) {
    if (from + size > rows) from = 0;
    const together = await ran(from, from + size);
    if (!together || performance.now() > until) return false;
    for (let row = 0; row < size; row += 1)
      for (const [which, output] of together.entries()) {
        const width = output.data.length / size;
        const own = alone[from + row]?.[which]?.data;
        if (!own || !isSame(cut(output.data, row * width, (row + 1) * width), own)) return false;
      }
    from += size;
  }
  return true;
}
