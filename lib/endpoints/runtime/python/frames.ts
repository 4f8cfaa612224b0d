import type { Readable } from "node:stream";
import * as z from "zod";
import { emptyData, type NamedTensor, sizeOf, type TensorType } from "../tensor";

const MIB = 1024 * 1024;
const MOST_HEAD = 64 * MIB;
const MOST_BLOB = 256 * MIB;
const TYPES = [
  ...(["float32", "float64", "int8", "int16", "int32", "int64"] as const),
  ...(["uint8", "uint16", "uint32", "uint64", "bool", "string"] as const),
] as const satisfies readonly TensorType[];

const Output = z.object({
  name: z.string().max(1_000),
  type: z.enum(TYPES),
  dims: z.array(z.number().int().min(0)).max(32),
  bytes: z.number().int().min(0).max(MOST_BLOB),
  strings: z.array(z.string()).optional(),
});
const Head = z.union([
  z.object({ ready: z.literal(true) }),
  z.object({ refused: z.string() }),
  z.object({ failed: z.string() }),
  z.object({ outputs: z.array(Output).max(2_000) }),
]);
export type Answer = { ready: true } | { refused: string } | { failed: string } | { outputs: NamedTensor[] };

/** How the rows of a model are put together for it. */
export type GivenAs = "columns" | "tensor" | "tensors";

/** A question as bytes, one piece after the other. */
export function frameOf(form: GivenAs, feeds: readonly NamedTensor[]): Uint8Array[] {
  const blobs = feeds.map(({ data }) =>
    Array.isArray(data) ? new Uint8Array() : new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  );
  const head = feeds.map(({ name, type, dims, data }, at) => ({
    name,
    type,
    dims,
    bytes: blobs[at]?.length ?? 0,
    ...(Array.isArray(data) && { strings: data }),
  }));
  const text = Buffer.from(JSON.stringify({ form, feeds: head }));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(text.length);
  return [size, text, ...blobs];
}

/** Reads the answers of a stream one by one. Throws an Error for what is no answer. */
export class Answers {
  #held: Buffer[] = [];
  #size = 0;
  #wanted: { bytes: number; resolve(bytes: Buffer): void; reject(error: Error): void } | undefined;

  constructor(stream: Readable) {
    stream.on("data", (part: Buffer) => {
      this.#held.push(part);
      this.#size += part.length;
      this.#give();
    });
    stream.on("close", () => this.#wanted?.reject(new Error("The stream ended")));
  }

  async next(mostValues: number): Promise<Answer> {
    const length = (await this.#take(4)).readUInt32LE();
    if (length > MOST_HEAD) throw new Error("An answer's head is too large");
    const head = Head.parse(JSON.parse((await this.#take(length)).toString("utf8")));
    if (!("outputs" in head)) return head;
    const outputs: NamedTensor[] = [];
    for (const { name, type, dims, bytes, strings } of head.outputs) {
      const size = sizeOf(dims);
      if (!(size <= mostValues)) throw new Error("An answer is too large");
      const data = strings ?? emptyData(type, size);
      if (data.length !== size) throw new Error("An answer's values do not fit its shape");
      if (!Array.isArray(data)) {
        if (data.byteLength !== bytes) throw new Error("An answer's bytes do not fit its shape");
        new Uint8Array(data.buffer).set(await this.#take(bytes));
      }
      outputs.push({ name, type, dims, data });
    }
    return { outputs };
  }

  #take(bytes: number): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.#wanted = { bytes, resolve, reject };
      this.#give();
    });
  }

  #give(): void {
    const wanted = this.#wanted;
    if (!wanted || this.#size < wanted.bytes) return;
    const all = this.#held.length === 1 && this.#held[0] ? this.#held[0] : Buffer.concat(this.#held);
    this.#held = [all.subarray(wanted.bytes)];
    this.#size -= wanted.bytes;
    this.#wanted = undefined;
    wanted.resolve(all.subarray(0, wanted.bytes));
  }
}
