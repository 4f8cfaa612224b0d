import { expect, test } from "vitest";
import type { KeptChunk } from "./chunk";
import type { LogLine } from "./schema";
import { createLogWriter } from "./writer";

/** A writer, and the rows that it has stored; `next` resolves with the next chunk. */
function writing(capBytes?: number) {
  const chunks: KeptChunk[] = [];
  let heard: (chunk: KeptChunk) => void = () => {};
  const store = async (chunk: KeptChunk) => {
    chunks.push(chunk);
    heard(chunk);
  };
  const writer = createLogWriter(
    { store, onError: expect.unreachable },
    { runId: "r", attemptId: "a" },
    capBytes,
  );
  const rows = (): LogLine[] =>
    chunks.flatMap(({ text }) =>
      text
        .trimEnd()
        .split("\n")
        .map((row) => JSON.parse(row)),
    );
  const next = () =>
    new Promise<KeptChunk>((resolve) => {
      heard = resolve;
    });
  /** As a reader puts the rows together. */
  const lines = () => {
    const found: string[] = [];
    for (const { n, m } of rows()) found[n - 1] = (found[n - 1] ?? "") + m;
    return found;
  };
  return { writer, chunks, rows, lines, next };
}
const bytes = (text: string) => Buffer.from(text);

test("a line without an end is stored as far as it has come, and goes on where it was", async () => {
  const { writer, chunks, rows, lines, next } = writing();
  const first = next();
  await writer.write("o", bytes("before\n\r10%\r"));
  await first;
  expect(rows()).toMatchObject([
    { n: 1, m: "before" },
    { n: 2, m: "\r10%", open: true },
  ]);
  const second = next();
  await writer.write("o", bytes("\r20%"));
  await second;
  await writer.write("o", bytes("\r100%\r"));
  await writer.write("o", bytes("\nafter\n"));
  const { lines: count, bytes: size, stored } = writer.close();
  await stored;
  expect(lines()).toEqual(["before", "\r10%\r\r20%\r100%", "after"]);
  expect(rows().at(-2)).not.toHaveProperty("open");
  expect([count, size]).toEqual([3, chunks.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)]);
  expect(chunks.map(({ seq, firstLine, lines: of }) => [seq, firstLine, of])).toEqual([
    [0, 1, 2],
    [1, 2, 1],
    [2, 2, 2],
  ]);
});

test("what is said by us ends a line that has none, and the log's end does too", async () => {
  const { writer, lines } = writing();
  await writer.write("o", bytes("half a line"));
  writer.say("It was ended.");
  await writer.write("o", bytes("more"));
  await writer.close().stored;
  expect(lines()).toEqual(["half a line", "It was ended.", "more"]);
});

test("a long line is cut into pieces, none of them in the middle of a character", async () => {
  const { writer, lines } = writing();
  const line = `a${"😀".repeat(80_000)}`;
  await writer.write("o", bytes(`${line}\n`));
  await writer.close().stored;
  expect(lines().length).toBeGreaterThan(2);
  expect(lines().join("")).toBe(line);
  for (const piece of lines()) expect(piece).not.toMatch(/\p{Surrogate}/u);
});

test("a line that goes on and on is ended where it is long, stored before or not", async () => {
  const { writer, lines, next } = writing();
  const first = next();
  await writer.write("o", bytes("x".repeat(40_000)));
  await first;
  await writer.write("o", bytes("y".repeat(40_000)));
  await writer.write("o", bytes("z"));
  await writer.close().stored;
  expect(lines().map((line) => line.length)).toEqual([80_000, 1]);
});
