import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { findVersion } from "@/lib/models";
import { poolSql } from "@/lib/platform/db";
import { testStores } from "@/lib/testing";
import { classifier, elementwise, identities, loop, registry } from "../testing";
import { RowModel } from "./row-model";

const stores = testStores();
const { model, version } = registry(stores);
const signal = new AbortController().signal;
const ASK = { rowsPerRun: 1, deadlineMs: 30_000, signal };
let open: RowModel | undefined;
afterEach(() => open?.close());

async function rowModel(bytes: Uint8Array): Promise<RowModel> {
  const name = await model();
  await version(name, { "model.onnx": bytes });
  const found = await findVersion(poolSql(stores.db.pool), name, 1);
  if (!found) throw new Error("There is no version");
  open = new RowModel(stores, { ...found, featureService: null });
  return open;
}

/** Processes of models that this very process has. */
function modelPids(): number[] {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => {
      try {
        const [, behindName = ""] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ");
        const parent = behindName.split(" ")[1];
        return Number(parent) === process.pid && readlinkSync(`/proc/${pid}/cwd`).includes("gwanje-model-");
      } catch {
        return false;
      }
    });
}

describe("each row is a run of its own", () => {
  it("however many there are, in their order", async () => {
    const one = await rowModel(identities({ id: "INT64" }));
    const rows = Array.from({ length: 1_500 }, (_, at) => [String(9_007_199_254_740_993n + BigInt(at))]);
    const answers = await one.answer(rows, ASK);
    expect(answers).toEqual(rows.map(([id]) => ({ prediction: { id_out: id } })));
  });

  it.each([1, 7, 100, 1_000])("runs of %d rows give each its answer", async (rowsPerRun) => {
    const one = await rowModel(elementwise("Neg"));
    const rows = Array.from({ length: 1_203 }, (_, at) => (at === 600 ? ["x"] : [at]));
    const answers = await one.answer(rows, { ...ASK, rowsPerRun });
    for (const [at, answer] of answers.entries())
      if (at === 600) expect(answer).toMatchObject({ problems: [{ column: "x", type: "float_type" }] });
      else expect(answer).toEqual({ prediction: { y: at === 0 ? -0 : -at } });
  });
});

it("says what it takes and gives", async () => {
  expect(await (await rowModel(classifier([1, 2, 3]))).shape(signal)).toEqual({
    ...{ kind: "ordered", width: 3, type: "number" },
    outputs: [
      { name: "label", type: "BIGINT" },
      { name: "probabilities", type: "FLOAT[]" },
    ],
  });
});

it("a process that is killed in the middle costs no row its answer", async () => {
  const one = await rowModel(loop());
  await one.shape(signal);
  const rows = Array.from({ length: 40 }, (_, at) => [at + 2_000]);
  const asking = one.answer(rows, ASK);
  for (const pid of modelPids()) process.kill(pid, "SIGKILL");
  expect(await asking).toEqual(rows.map(([trips = 0]) => ({ prediction: { y: trips * 2 } })));
});
