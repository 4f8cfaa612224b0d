import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { afterAll, describe, expect, it, test } from "vitest";
import { AppError } from "@/lib/platform/errors";
import { waitFor } from "@/lib/testing";
import {
  besideModel,
  classifier,
  elementwise,
  external,
  hungry,
  identities,
  lightgbmTrees,
  loop,
  xgboostTrees,
  zipped,
} from "../testing";
import type { ModelFormat } from "./messages";
import { ModelProcess } from "./model-process";
import { nativeModel } from "./start-model";
import type { NamedTensor } from "./tensor";
import type { WarmModel } from "./warm-model";
import { WarmModels } from "./warm-models";

const open: WarmModels[] = [];
function models(options: ConstructorParameters<typeof WarmModels>[0] = {}): WarmModels {
  const made = new WarmModels(options);
  open.push(made);
  return made;
}
afterAll(() => {
  for (const one of open) one.close();
});

type Files = Readonly<Record<string, Uint8Array>>;
const fetching =
  (bytes: Uint8Array | string, beside: Files = {}, format: ModelFormat = "onnx") =>
  async (file: string) => {
    await writeFile(file, bytes);
    const fetchBeside = async (name: string, to: string) => {
      const found = beside[name];
      if (!found) throw new AppError("CONFLICT", `its file ${name} is not there`);
      await writeFile(to, found);
    };
    return { format, signature: null, fetchBeside };
  };
const from = (...model: Parameters<typeof fetching>) => nativeModel(fetching(...model));
const long = (name: string, value: bigint): NamedTensor => ({
  name,
  type: "int64",
  dims: [1],
  data: BigInt64Array.of(value),
});
const ask = (model: WarmModel, feed: NamedTensor, deadlineMs = 30_000) =>
  model.ask({ run: { feeds: [feed], outputs: ["y"] }, rows: 1, deadlineMs });
const endless = 2n ** 52n;

describe("a model is refused before it is run", () => {
  it.each<[string, Uint8Array, RegExp]>([
    ["what is no model", new Uint8Array([1, 2, 3]), /no ONNX file/],
    ["an empty file", new Uint8Array(), /no ONNX file/],
    ["a weight in a file that is not beside it", external("initializer"), /\.env is not there/],
    ["one in a folder above", besideModel({ location: "../.env" }), /save_as_external_data=False/],
    ["one in a folder below", besideModel({ location: "a/b" }), /save_as_external_data=False/],
    ["one of no name", besideModel({ location: ".." }), /save_as_external_data=False/],
    ["one at a place that is no number", besideModel({ offset: "-1" }), /not there/],
    ["one in an attribute", external("attribute"), /save_as_external_data=False/],
    ["one in a branch", external("branch"), /save_as_external_data=False/],
    ["one in a function", external("function"), /save_as_external_data=False/],
    ["an operator of somebody's own", elementwise("Read", "FLOAT", "evil"), /evil\.Read/],
    ["an operator that ONNX does not have", elementwise("Read"), /Read/],
    ["a type that is not served", elementwise("Neg", "FLOAT16"), /float16/],
    ["an input of a forbidden name", identities({ prototype: "FLOAT" }), /named prototype/],
  ])("%s", async (_name, bytes, words) => {
    await expect(models().load("m", from(bytes))).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringMatching(words),
    });
  });

  it("one that never ends, whatever it is asked", async () => {
    const own = models({ loadMs: 3_000 });
    await expect(own.load("m", from(loop({ always: true })))).rejects.toMatchObject({
      code: "UNAVAILABLE",
      message: expect.stringContaining("one row answered"),
    });
  });
});

describe("weights in a file beside the model's", () => {
  const weight = Float32Array.of(1, 2, 3, 4);
  const file = new Uint8Array(weight.buffer);
  const row: NamedTensor = { name: "x", type: "float32", dims: [4], data: new Float32Array(4) };

  it("are read, and nothing is left in the folder", async () => {
    const model = await models().load("m", from(besideModel(), { "model.onnx.data": file }));
    expect(await ask(model, row)).toMatchObject([{ data: weight }]);
    const { child } = model.process as ModelProcess;
    expect(readdirSync(readlinkSync(`/proc/${child.pid}/cwd`))).toEqual([]);
  });

  it.each([
    ["begins beyond it", { offset: "16" }],
    ["is longer", { length: "17" }],
    ["is longer than all numbers", { length: "9007199254740992" }],
  ])("are refused when what they name %s", async (_name, outside) => {
    const fetch = from(besideModel(outside), { "model.onnx.data": file });
    await expect(models().load("m", fetch)).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("are refused when the file is shorter than they are", async () => {
    const fetch = from(besideModel({ length: "8" }), { "model.onnx.data": file.subarray(0, 8) });
    await expect(models().load("m", fetch)).rejects.toMatchObject({ code: "CONFLICT" });
  });
});

describe("rows that may be computed together", () => {
  it.each<[string, Parameters<typeof fetching>, boolean]>([
    ["trees of XGBoost", [xgboostTrees(), {}, "xgboost"], true],
    ["trees of LightGBM", [lightgbmTrees(), {}, "lightgbm"], true],
    ["probabilities as they are", [zipped()], true],
    ["a matrix product", [classifier([1, 2, 3])], false],
    ["a loop", [loop()], false],
    ["an input of one dimension", [elementwise("Neg")], false],
  ])("%s", async (_name, made, isRowWise) => {
    const { ports } = await models().load("m", from(...made));
    expect(ports.isRowWise ?? false).toBe(isRowWise);
  });

  it("have the bits that they have alone", async () => {
    const model = await models().load("m", from(lightgbmTrees(), {}, "lightgbm"));
    const rows = Array.from({ length: 40 }, (_, at) => Float64Array.of(at * 100, at - 10));
    const ask = (data: Float64Array) =>
      model.ask({
        ...{ rows: 1, deadlineMs: 30_000 },
        run: {
          feeds: [{ name: "rows", type: "float64", dims: [1, 2], data }],
          outputs: ["label", "probabilities"],
        },
      });
    const alone: NamedTensor[][] = [];
    for (const row of rows) alone.push(await ask(row));
    expect(await Promise.all(rows.map(ask))).toEqual(alone);
  });
});

test("a ZipMap gives the probabilities that go into it, and its labels are known", async () => {
  const model = await models().load("m", from(zipped()));
  expect(model.ports.outputs).toEqual([{ name: "y", type: "float32", dims: [-1, 2], labels: ["0", "1"] }]);
  const row: NamedTensor = { name: "x", type: "float32", dims: [1, 2], data: Float32Array.of(0.25, 0.75) };
  expect(await ask(model, row)).toMatchObject([{ dims: [1, 2], data: Float32Array.of(0.25, 0.75) }]);
});

describe("trees", () => {
  const rows = (type: "float32" | "float64", data: Float32Array | Float64Array): NamedTensor => ({
    name: "rows",
    type,
    dims: [data.length / 2, 2],
    data,
  });

  it("of XGBoost answer in a process without its library, missing values too", async () => {
    const model = await models().load("m", from(xgboostTrees(), {}, "xgboost"));
    expect(model.form).toMatchObject({ kind: "columns", columns: [{ name: "distance" }, { name: "hour" }] });
    const feed = rows("float32", Float32Array.of(499, 0, 500, 0, Number.NaN, 0));
    const run = { feeds: [feed], outputs: ["prediction"] };
    expect(await model.ask({ run, rows: 3, deadlineMs: 30_000 })).toMatchObject([
      { name: "prediction", dims: [3], data: Float32Array.of(1, 2, 4) },
    ]);
  });

  it("of LightGBM say the class and its probability", async () => {
    const model = await models().load("m", from(lightgbmTrees(), {}, "lightgbm"));
    const run = {
      feeds: [rows("float64", Float64Array.of(0, 20, 0, 21))],
      outputs: ["label", "probabilities"],
    };
    const [label, probabilities] = await model.ask({ run, rows: 2, deadlineMs: 30_000 });
    expect(label).toMatchObject({ dims: [2], data: BigInt64Array.of(0n, 1n) });
    expect(probabilities?.data[3]).toBeCloseTo(1 / (1 + Math.exp(-1)), 15);
  });

  it.each<[string, string, ModelFormat, RegExp]>([
    [
      "a list that is as deep as it is long",
      `${"[".repeat(200_000)}${"]".repeat(200_000)}`,
      "xgboost",
      /binary format/,
    ],
    ["an object that is as deep as it is long", '{"a":'.repeat(100_000), "xgboost", /it is no JSON/],
    ["JSON of something else", '{"a": 1}', "xgboost", /no model of XGBoost/],
    ["bytes of nothing", "{L", "xgboost", /its end comes too early/],
    ["a text of something else", "version=v4", "lightgbm", /no text model/],
  ])("are refused with the reason: %s", async (_name, text, format, words) => {
    await expect(models().load("m", from(text, {}, format))).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringMatching(words),
    });
  });

  it("refuse rows that are too short, and go on", async () => {
    const model = await models().load("m", from(xgboostTrees(), {}, "xgboost"));
    const short: NamedTensor = { name: "rows", type: "float32", dims: [1, 1], data: Float32Array.of(1) };
    const run = { feeds: [short], outputs: ["prediction"] };
    await expect(model.ask({ run, rows: 1, deadlineMs: 30_000 })).rejects.toMatchObject({ code: "INVALID" });
    const whole = { feeds: [rows("float32", Float32Array.of(1, 1))], outputs: ["prediction"] };
    expect(await model.ask({ run: whole, rows: 1, deadlineMs: 30_000 })).toMatchObject([{ dims: [1] }]);
  });
});

test("a model's process has an empty folder, an empty environment, and no limit above its own", async () => {
  const process = await ModelProcess.start(400 * 1024 * 1024);
  try {
    await process.load(fetching(classifier([1, 2, 3])));
    const proc = `/proc/${process.child.pid}`;
    const names = readFileSync(`${proc}/environ`, "utf8")
      .split("\0")
      .map((one) => one.split("=", 1)[0] ?? "");
    // What the shell and node say to each other.
    expect(names.filter((name) => !/^(?:|PWD|OLDPWD|SHLVL|_|NODE_CHANNEL_.*)$/.test(name))).toEqual([]);
    expect(readdirSync(readlinkSync(`${proc}/cwd`))).toEqual([]);
    expect(readFileSync(`${proc}/limits`, "utf8")).toMatch(/Max data size +419430400 +419430400/);
  } finally {
    process.kill();
  }
});

test("a model that wants more memory than it may take refuses, and answers the next one", async () => {
  const model = await models().load("m", from(hungry()));
  await expect(ask(model, long("size", 1_000_000_000n))).rejects.toMatchObject({ code: "INVALID" });
  expect(await ask(model, long("size", 10n))).toMatchObject([{ dims: [1], data: Float32Array.of(0) }]);
});

test("a model that does not end is ended at its deadline, and started anew after a pause", async () => {
  let now = 0;
  const own = models({ monotonic: () => now });
  const model = await own.load("m", from(loop()));
  const { child } = model.process as ModelProcess;
  const late = ask(model, long("trips", endless), 1_000);
  await expect(late).rejects.toMatchObject({
    code: "UNAVAILABLE",
    message: expect.stringContaining("1000 ms"),
  });
  await waitFor("its end", async () => child.signalCode === "SIGKILL");
  expect(own.ready("m")).toBeUndefined();
  await expect(own.load("m", from(loop()))).rejects.toMatchObject({
    code: "UNAVAILABLE",
    extra: { retryAfterSeconds: 1 },
  });
  now += 1_500;
  const again = await own.load("m", from(loop()));
  expect(await ask(again, long("trips", 10n))).toMatchObject([{ data: BigInt64Array.of(20n) }]);
});

test("a process that is killed under its requests answers each of them, and those behind them", async () => {
  const model = await models().load("m", from(loop()));
  const { child } = model.process as ModelProcess;
  const asked = Array.from({ length: 5 }, () => ask(model, long("trips", endless)));
  const answers = Promise.allSettled(asked);
  child.kill("SIGKILL");
  for (const answer of await answers)
    expect(answer).toMatchObject({ status: "rejected", reason: { code: "UNAVAILABLE" } });
  await expect(ask(model, long("trips", 1n))).rejects.toMatchObject({ code: "UNAVAILABLE" });
});

test("a request whose deadline passes while others are computed is answered then, and they go on", async () => {
  const model = await models().load("m", from(loop()));
  const first = ask(model, long("trips", 200_000n));
  const behind = ask(model, long("trips", 1n), 1);
  await expect(behind).rejects.toMatchObject({
    code: "UNAVAILABLE",
    message: expect.stringContaining("1 ms"),
  });
  expect(await first).toMatchObject([{ data: BigInt64Array.of(400_000n) }]);
});

test("many at once each have their own answer", async () => {
  const model = await models().load("m", from(loop()));
  const answers = await Promise.all(
    Array.from({ length: 300 }, (_, at) => ask(model, long("trips", BigInt(at)))),
  );
  expect(answers.map(([tensor]) => tensor?.data[0])).toEqual(
    Array.from({ length: 300 }, (_, at) => BigInt(2 * at)),
  );
});

test("values that the model refuses are the caller's mistake, and no end of it", async () => {
  const model = await models().load("m", from(elementwise("Neg")));
  const wide: NamedTensor = { name: "x", type: "float32", dims: [2, 2], data: new Float32Array(4) };
  await expect(ask(model, wide)).rejects.toMatchObject({ code: "INVALID" });
  expect(await ask(model, { ...wide, dims: [4] })).toMatchObject([{ dims: [4] }]);
});

test("of three models two stay warm, and the one that goes finishes what it has", async () => {
  const own = models({ most: 2 });
  const first = await own.load("a", from(loop()));
  const under = ask(first, long("trips", 100_000n));
  await own.load("b", from(elementwise("Neg")));
  await own.load("c", from(elementwise("Abs")));
  expect([own.ready("a"), own.ready("b"), own.ready("c")].map((one) => one !== undefined)).toEqual([
    false,
    true,
    true,
  ]);
  expect(await under).toMatchObject([{ data: BigInt64Array.of(200_000n) }]);
  await waitFor("its end", async () => first.isGone);
});

test("all who ask for a model at once wait for one load", async () => {
  const own = models();
  let fetched = 0;
  const fetch = async (file: string) => {
    fetched += 1;
    return fetching(elementwise("Neg"))(file);
  };
  const all = await Promise.all(Array.from({ length: 8 }, () => own.load("m", nativeModel(fetch))));
  expect([fetched, new Set(all).size]).toEqual([1, 1]);
});
