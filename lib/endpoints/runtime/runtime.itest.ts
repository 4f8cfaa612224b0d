import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { afterAll, describe, expect, it, test } from "vitest";
import { waitFor } from "@/lib/testing";
import { classifier, elementwise, external, hungry, identities, loop, zipped } from "../testing";
import { ModelProcess } from "./model-process";
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

const from = (bytes: Uint8Array) => async (file: string) => {
  await writeFile(file, bytes);
  return { signature: null };
};
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
    ["a weight in another file", external("initializer"), /save_as_external_data=False/],
    ["one in an attribute", external("attribute"), /save_as_external_data=False/],
    ["one in a branch", external("branch"), /save_as_external_data=False/],
    ["one in a function", external("function"), /save_as_external_data=False/],
    ["an operator of somebody's own", elementwise("Read", "FLOAT", "evil"), /evil\.Read/],
    ["an operator that ONNX does not have", elementwise("Read"), /Read/],
    ["a type that is not served", elementwise("Neg", "FLOAT16"), /float16/],
    ["an input of a forbidden name", identities({ prototype: "FLOAT" }), /named prototype/],
    ["a classifier with a ZipMap", zipped(), /'zipmap': False/],
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

test("a model's process has an empty folder, an empty environment, and no limit above its own", async () => {
  const process = await ModelProcess.start(400 * 1024 * 1024);
  try {
    await process.load(from(classifier([1, 2, 3])));
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
    return from(elementwise("Neg"))(file);
  };
  const all = await Promise.all(Array.from({ length: 8 }, () => own.load("m", fetch)));
  expect([fetched, new Set(all).size]).toEqual([1, 1]);
});
