import { expect, test } from "vitest";
import { ranPacket } from "./child/packets";
import type { PacketResult, Run, RunResult } from "./messages";
import type { NamedTensor } from "./tensor";
import { packed, unpacked } from "./together";

const floats = (name: string, dims: number[], ...values: number[]): NamedTensor => ({
  ...{ name, type: "float32", dims, data: Float32Array.from(values) },
});
const texts = (name: string, ...values: string[]): NamedTensor => ({
  ...{ name, type: "string", dims: [values.length], data: values },
});
const row = (...values: number[]): Run => ({ feeds: [floats("x", [1, 2], ...values)], outputs: ["y", "t"] });

/** How many runs there were, and what they gave: y is the row, t its sum as text; a row that begins with 9 is refused. */
async function sent(runs: readonly Run[], answer: (run: Run) => RunResult = echo) {
  const { packets, places } = packed(runs);
  let ran = 0;
  const given: PacketResult[] = [];
  for (const packet of packets)
    given.push(
      await ranPacket(packet, async (run) => {
        ran += 1;
        return answer(run);
      }),
    );
  const results: RunResult[] = [];
  for (const [at, result] of given.entries())
    for (const [which, one] of unpacked(result, packets[at]?.rows).entries())
      results[places[at]?.[which] ?? -1] = one;
  return { packets: packets.length, ran, results, forms: given.map((one) => Object.keys(one)[0]) };
}

function echo({ feeds }: Run): RunResult {
  const [x] = feeds;
  const values = Array.from(x?.data ?? [], Number);
  if (values[0] === 9) return { failed: "nine" };
  const rows = x?.dims[0] ?? 0;
  const sums = Array.from({ length: rows }, (_, at) =>
    String((values[2 * at] ?? 0) + (values[2 * at + 1] ?? 0)),
  );
  return { outputs: [floats("y", [rows, 2], ...values), texts("t", ...sums)] };
}

const many: Run = { feeds: [floats("x", [2, 2], 5, 6, 7, 8)], outputs: ["y", "t"] };
const other: Run = { ...row(1, 1), outputs: ["t"] };

test("runs of one form are one packet, each computed by itself, and answers are in their order", async () => {
  const runs = [row(1, 2), many, other, row(3, 4)];
  const { packets, ran, results, forms } = await sent(runs);
  expect([packets, ran, forms]).toEqual([2, 4, ["packed", "outputs"]]);
  expect(results).toEqual(runs.map(echo));
});

test("a run that is refused is so alone", async () => {
  const runs = [row(1, 2), row(9, 0), many];
  const { results, forms } = await sent(runs);
  expect(forms).toEqual(["results"]);
  expect(results).toEqual([echo(row(1, 2)), { failed: "nine" }, echo(many)]);
});

test("what comes out in several forms, or not by row, is told run by run", async () => {
  const runs = [row(1, 2), row(3, 4)];
  for (const answer of [
    ({ feeds }: Run): RunResult => ({ outputs: [floats("y", [1, feeds[0]?.data[0] === 1 ? 1 : 2], 1, 2)] }),
    (): RunResult => ({ outputs: [floats("y", [], 7)] }),
  ]) {
    const { results, forms } = await sent(runs, answer);
    expect(forms).toEqual(["results"]);
    expect(results).toEqual(runs.map(answer));
  }
});

test("one run, and one of no list of rows, goes as it is", async () => {
  const scalar: Run = { feeds: [floats("x", [], 1)], outputs: ["y"] };
  for (const runs of [[row(1, 2)], [scalar, scalar]]) {
    const { forms, ran } = await sent(runs);
    expect([forms, ran]).toEqual([runs.map(() => "outputs"), runs.length]);
  }
});
