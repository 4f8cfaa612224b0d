import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import type { NamedTensor } from "../tensor";
import { Answers, frameOf } from "./frames";

/** As the program in Python writes an answer. */
function bytesOf(head: unknown, ...blobs: Uint8Array[]): Buffer {
  const text = Buffer.from(JSON.stringify(head));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(text.length);
  return Buffer.concat([size, text, ...blobs]);
}
const floats = Float64Array.of(1.5, Number.NaN);
const output = { name: "y", type: "float64", dims: [2], bytes: 16 };
const next = (bytes: Buffer) => {
  const stream = new PassThrough();
  const answers = new Answers(stream);
  stream.end(bytes);
  return answers.next(10);
};

describe("an answer of Python", () => {
  it("is read whole, in however many pieces it comes", async () => {
    const stream = new PassThrough();
    const answers = new Answers(stream);
    const words = { name: "w", type: "string", dims: [1], bytes: 0, strings: ["관제"] };
    const bytes = bytesOf({ outputs: [output, words] }, new Uint8Array(floats.buffer));
    for (const byte of bytes) stream.write(Buffer.of(byte));
    stream.write(bytesOf({ failed: "no" }));
    expect(await answers.next(10)).toEqual({
      outputs: [
        { name: "y", type: "float64", dims: [2], data: floats },
        { name: "w", type: "string", dims: [1], data: ["관제"] },
      ],
    });
    expect(await answers.next(10)).toEqual({ failed: "no" });
  });

  it.each<[string, Buffer]>([
    ["a head of gigabytes", Buffer.of(0xff, 0xff, 0xff, 0xff)],
    ["a head that is none", bytesOf([1])],
    ["a type that is none", bytesOf({ outputs: [{ ...output, type: "object" }] })],
    ["more values than are good", bytesOf({ outputs: [{ ...output, dims: [11], bytes: 88 }] })],
    ["a shape beyond all numbers", bytesOf({ outputs: [{ ...output, dims: [1e9, 1e9, 1e9] }] })],
    ["bytes that do not fit the shape", bytesOf({ outputs: [{ ...output, bytes: 8 }] }, new Uint8Array(8))],
    [
      "texts that do not fit the shape",
      bytesOf({ outputs: [{ ...output, type: "string", bytes: 0, strings: [] }] }),
    ],
    ["an end in the middle", bytesOf({ outputs: [output] }, new Uint8Array(3))],
  ])("is refused: %s", async (_name, bytes) => {
    await expect(next(bytes)).rejects.toThrow();
  });

  it("and its question says the length of each tensor", () => {
    const feeds: NamedTensor[] = [
      { name: "x", type: "float64", dims: [2], data: floats },
      { name: "w", type: "string", dims: [1], data: ["a"] },
    ];
    const [size, head, ...blobs] = frameOf("columns", feeds).map((part) => Buffer.from(part));
    expect(size?.readUInt32LE()).toBe(head?.length);
    expect(JSON.parse(head?.toString() ?? "")).toEqual({
      form: "columns",
      feeds: [
        { name: "x", type: "float64", dims: [2], bytes: 16 },
        { name: "w", type: "string", dims: [1], bytes: 0, strings: ["a"] },
      ],
    });
    expect(blobs.map(({ length }) => length)).toEqual([16, 0]);
  });
});
