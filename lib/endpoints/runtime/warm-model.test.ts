import { expect, test } from "vitest";
import type { ModelPorts, Run, RunResult } from "./messages";
import type { NamedTensor } from "./tensor";
import { WarmModel } from "./warm-model";

const port = (name: string, width: number) => ({ name, type: "float32" as const, dims: [-1, width] });
const rowWise: ModelPorts = {
  inputs: [port("x", 2)],
  outputs: [port("y", 1), port("z", 2)],
  leftOut: [],
  isRowWise: true,
};

/** y is the sum of a row and z the row; a row with a negative number is refused. Each message is kept. */
function model(ports: ModelPorts) {
  const messages: number[][] = [];
  const ran = ({ feeds, outputs }: Run): RunResult => {
    const { dims: [rows = 0] = [], data = [] } = feeds[0] ?? {};
    const values = Array.from(data, Number);
    if (values.some((value) => value < 0)) return { failed: "negative" };
    const sums = Array.from({ length: rows }, (_, at) => (values[2 * at] ?? 0) + (values[2 * at + 1] ?? 0));
    const made: NamedTensor[] = [
      { name: "y", type: "float32", dims: [rows, 1], data: Float32Array.from(sums) },
      { name: "z", type: "float32", dims: [rows, 2], data: Float32Array.from(values) },
    ];
    return { outputs: made.filter(({ name }) => outputs.includes(name)) };
  };
  const process = {
    isGone: false,
    kill() {},
    async run(runs: readonly Run[]) {
      messages.push(runs.map(({ feeds }) => feeds[0]?.dims[0] ?? 0));
      return runs.map(ran);
    },
  };
  return { messages, warm: new WarmModel(process, { format: "onnx", ports, signature: null }, () => 0) };
}
const ask = (warm: WarmModel, rows: readonly [number, number][], outputs = ["y", "z"]) => {
  const feed: NamedTensor = {
    ...{ name: "x", type: "float32", dims: [rows.length, 2] },
    data: Float32Array.from(rows.flat()),
  };
  return warm.ask({ run: { feeds: [feed], outputs }, rows: rows.length, deadlineMs: 30_000 });
};
const numbers = (outputs: readonly NamedTensor[]) =>
  outputs.map(({ name, dims, data }) => [name, dims, Array.from(data, Number)]);

test("requests of one turn are one run where the model is by row, and each has its own rows", async () => {
  const { warm, messages } = model(rowWise);
  await ask(warm, [[0, 0]]);
  const [one, two, other] = await Promise.all([
    ask(warm, [[1, 2]]),
    ask(warm, [
      [3, 4],
      [5, 6],
    ]),
    ask(warm, [[7, 8]], ["z"]),
  ]);
  expect(messages.slice(1)).toEqual([[3, 1]]);
  expect(numbers(one)).toEqual([
    ["y", [1, 1], [3]],
    ["z", [1, 2], [1, 2]],
  ]);
  expect(numbers(two)).toEqual([
    ["y", [2, 1], [7, 11]],
    ["z", [2, 2], [3, 4, 5, 6]],
  ]);
  expect(numbers(other)).toEqual([["z", [1, 2], [7, 8]]]);
});

test("of any other model each request is a run", async () => {
  const { isRowWise, ...ports } = rowWise;
  const { warm, messages } = model(ports);
  await ask(warm, [[0, 0]]);
  await Promise.all([ask(warm, [[1, 2]]), ask(warm, [[3, 4]])]);
  expect([isRowWise, messages.slice(1)]).toEqual([true, [[1, 1]]]);
});

test("values that are refused are no fault of those beside them", async () => {
  const { warm, messages } = model(rowWise);
  await ask(warm, [[0, 0]]);
  const [good, bad, also] = await Promise.allSettled([
    ask(warm, [[1, 2]]),
    ask(warm, [[-1, 0]]),
    ask(warm, [[3, 4]]),
  ]);
  expect(messages.slice(1)).toEqual([[3], [1, 1, 1]]);
  expect(bad).toMatchObject({ reason: { code: "INVALID" } });
  for (const [answer, sum] of [
    [good, 3],
    [also, 7],
  ] as const)
    expect(answer.status === "fulfilled" && numbers(answer.value)[0]).toEqual(["y", [1, 1], [sum]]);
});

test("no run has more rows than the model was proven with", async () => {
  const { warm, messages } = model(rowWise);
  await ask(warm, [[0, 0]]);
  const many = Array.from({ length: 300 }, (_, at): [number, number] => [at, 1]);
  await Promise.all([ask(warm, many), ask(warm, many), ask(warm, [[1, 1]])]);
  expect(messages.slice(1)).toEqual([[300, 301]]);
});
