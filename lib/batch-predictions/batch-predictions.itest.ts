import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { closeModels, predict } from "@/lib/endpoints";
import { classifier, elementwise, external, identities, loop, mlmodel } from "@/lib/endpoints/testing";
import { putRows } from "@/lib/features/testing";
import { poolSql } from "@/lib/platform/db";
import { testCtx, testStores } from "@/lib/testing";
import {
  cancelBatch,
  getBatchPrediction,
  keepUploadPart,
  openBatchFile,
  readBatchErrors,
  retryBatch,
  startBatch,
} from "./index";
import { partKey } from "./keys";
import { claimPart, endPart } from "./repository/parts";
import { batches } from "./testing";

const stores = testStores();
const { endpoint, start, ended, objectOf, outputOf, ctx, prepare } = batches(stores);
afterAll(() => closeModels(stores));

const COLUMNS = [
  { name: "distance", type: "double" },
  { name: "hour", type: "long" },
  { name: "wind", type: "double", required: false },
];
const delays = () => endpoint({ MLmodel: mlmodel(COLUMNS), "model.onnx": classifier([0.001, 0.2, 0.3]) });
/** Numbers that no decimal fraction is. */
const distanceOf = (at: number) => Math.sin(at) * 1_000;
const rowsOf = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ distance: distanceOf(at), hour: at % 24, wind: at / 7 }));
const csvOf = (rows: readonly object[]) =>
  `id,hour,distance,wind\n${rows.map((row, at) => `f${at},${Object.values(reordered(row)).join(",")}`).join("\n")}\n`;
const reordered = (row: object) => ({ hour: 0, distance: 0, ...row });

describe("answers are those of /predict, to the last bit", () => {
  it.each(["csv", "jsonl", "parquet"] as const)("of %s", async (format) => {
    const { name } = await delays();
    const rows = rowsOf(700);
    let id: string;
    if (format === "parquet") {
      await putRows(
        stores.storage,
        "rows/given.parquet",
        `SELECT 'f' || (r ->> 'at') AS id, (r ->> 'hour')::BIGINT AS hour, (r ->> 'distance')::DOUBLE AS distance,
           (r ->> 'wind')::DOUBLE AS wind FROM (SELECT unnest(from_json('${JSON.stringify(rows.map((row, at) => ({ ...row, at })))}', '["JSON"]')) AS r)`,
      );
      const path = `s3://${stores.storage.bucket}/rows/given.parquet`;
      id = (await startBatch(ctx(), { endpoint: name, source: { path }, format, key_columns: ["id"] })).id;
    } else {
      const lines = rows.map((row, at) => JSON.stringify({ id: `f${at}`, ...row })).join("\n");
      id = (await start(name, format === "csv" ? csvOf(rows) : lines, { format, key_columns: ["id"] })).id;
    }
    expect(await ended(id)).toMatchObject({ state: "succeeded", rows: 700, rows_done: 700, rows_failed: 0 });
    const output = await outputOf(id);
    expect(output.map(({ row, id: key }) => [row, key])).toEqual(rows.map((_, at) => [at + 1, `f${at}`]));
    for (const [at, row] of rows.entries()) {
      if (at % 50 > 0) continue;
      const online = await predict(ctx(), { endpoint: name, body: { instances: [row] } });
      const { label, probabilities } = output[at] ?? {};
      expect(asFloats({ label, probabilities })).toEqual(asFloats(online.predictions[0] ?? {}));
    }
  });

  it("whole numbers of 64 bits and texts stay what they are", async () => {
    const { name } = await endpoint({ "model.onnx": identities({ n: "INT64", t: "STRING", b: "BOOL" }) });
    const { id } = await start(name, 'n,t,b\n9007199254740993,"a,""b""",true\n-9223372036854775808,,False\n');
    expect((await ended(id)).state).toBe("succeeded");
    const text = (await outputOf(id)).map(({ n_out, t_out, b_out }) => [String(n_out), t_out, b_out]);
    expect(text[0]?.slice(1)).toEqual(['a,"b"', true]);
  });
});

/** Parquet holds the float itself, and JSON its shortest name: as floats they are one number. */
function asFloats({ label, probabilities }: Record<string, unknown>) {
  return { label, probabilities: Array.from(Object(probabilities), (value) => Math.fround(Number(value))) };
}

describe("rows at fault", () => {
  it("are told by number, column and problem, and stop no other", async () => {
    const { name } = await delays();
    const text = "distance,hour,wind,id\n1,2,3,a\nfar,2,3,b\n1,2.5,,c\n1,2\n1,2,,e\n";
    const { id } = await start(name, text, { key_columns: ["id"] });
    expect(await ended(id)).toMatchObject({ state: "succeeded", rows: 5, rows_failed: 3 });
    const { data } = await readBatchErrors(testCtx(stores), { id });
    expect(data).toEqual([
      { row: 2, column: "distance", type: "float_type", problem: "Input should be a valid number" },
      { row: 3, column: "hour", type: "int_from_float", problem: expect.any(String) },
      { row: 4, column: "", type: "row_invalid", problem: "The row has 2 cells, and the header 4" },
    ]);
    const output = await outputOf(id);
    expect(output.map(({ label, error }) => [label === null, error === null])).toEqual([
      [false, true],
      [true, false],
      [true, false],
      [true, false],
      [false, true],
    ]);
    expect(JSON.parse(String(await objectOf(id, "manifest")))).toMatchObject({
      ...{ rows: 5, rows_answered: 2, rows_failed: 3, endpoint: name },
    });
    expect((await openBatchFile(ctx(), { id, file: "errors" })).name).toBe(`${id}-errors.csv`);
  });

  it("lines that are no JSON are rows at fault", async () => {
    const { name } = await delays();
    const { id } = await start(
      name,
      '{"distance": 1, "hour": 2}\n{"distance": NaN, "hour": 1}\n[1, 2, 3]\n',
      {
        format: "jsonl",
      },
    );
    expect(await ended(id)).toMatchObject({ state: "succeeded", rows: 3, rows_failed: 1 });
    expect((await readBatchErrors(ctx(), { id })).data).toMatchObject([
      { row: 2, problem: "The line is not JSON" },
    ]);
  });

  it("rows that end the model's process are at fault alone, also side by side", async () => {
    const { name } = await endpoint({ "model.onnx": loop() });
    const endless = ["4503599627370496"];
    const lines = [[1], endless, endless, [3]].map((row) => JSON.stringify(row)).join("\n");
    const { id } = await start(name, lines, { format: "jsonl", deadline_ms: 1_000 });
    expect(await ended(id)).toMatchObject({ state: "succeeded", rows: 4, rows_failed: 2 });
    const { data } = await readBatchErrors(ctx(), { id });
    expect(data).toMatchObject([2, 3].map((row) => ({ row, type: "model_gone" })));
  });
});

describe("runs of several rows", () => {
  it("are the requests of so many rows, in order", async () => {
    const { name } = await endpoint({ "model.onnx": classifier([1, 2], 4) });
    const { id } = await start(name, "a,b\n1,2\n3,4\n5,6\n7,8\n9,10\n", { rows_per_run: 4 });
    expect(await ended(id)).toMatchObject({ state: "succeeded", rows: 5, rows_failed: 1 });
    expect((await readBatchErrors(ctx(), { id })).data).toMatchObject([
      { row: 5, problem: "The model takes exactly 4 rows at a time, not 1" },
    ]);
    const rows = [
      [1, 2],
      [3, 4],
      [5, 6],
      [7, 8],
    ];
    const online = await predict(ctx(), { endpoint: name, body: { instances: rows } });
    expect((await outputOf(id)).slice(0, 4).map(asFloats)).toEqual(online.predictions.map(asFloats));
  });

  it("a row at fault leaves the others of its run", async () => {
    const { name } = await delays();
    const { id } = await start(name, "distance,hour\n1,2\nx,2\n3,4\n", { rows_per_run: 3 });
    expect(await ended(id)).toMatchObject({ state: "succeeded", rows_failed: 1 });
  });
});

describe("what cannot be answered says why", () => {
  it.each<[string, string, RegExp, object]>([
    [
      "a column that nobody wants",
      "distance,hour,more\n1,2,3\n",
      /does not take the columns more.*key_columns/,
      {},
    ],
    ["a column that is missing", "distance\n1\n", /no column hour/, {}],
    ["a key that is missing", "distance,hour\n1,2\n", /no column "id"/, { key_columns: ["id"] }],
    ["two columns of one name", "hour,hour\n1,2\n", /same name/, {}],
    ["a header alone", "distance,hour\n", /no rows/, {}],
    ["a quote that is never closed", `distance,hour\n"${"x".repeat(1_100_000)}`, /never closed/, {}],
    ["what is no parquet", "distance,hour\n1,2\n", /parquet/i, { format: "parquet" }],
    [
      "10,000 columns",
      `${Array.from({ length: 10_000 }, (_, at) => `c${at}`).join(",")}\n1\n`,
      /more than 5000 columns/,
      {},
    ],
  ])("%s", async (_name, text, words, more) => {
    const { name } = await delays();
    const { id } = await start(name, text, more);
    expect(await ended(id)).toMatchObject({ state: "failed", error: expect.stringMatching(words) });
  });

  it("a bomb of gzip is stopped, and an honest one read", async () => {
    const { name } = await delays();
    const bomb = gzipSync(Buffer.alloc(80 * 1024 * 1024, "0"), { level: 9 });
    const { id } = await start(name, bomb);
    expect(await ended(id)).toMatchObject({ state: "failed", error: expect.stringContaining("unpacked") });
    const honest = await start(name, gzipSync("distance,hour\n1,2\n"));
    expect(await ended(honest.id)).toMatchObject({ state: "succeeded", rows: 1 });
    const cut = await start(name, gzipSync(csvOf(rowsOf(100))).subarray(0, 100));
    expect(await ended(cut.id)).toMatchObject({ state: "failed", error: expect.stringContaining("gzip") });
  });

  it("a model that cannot be served", async () => {
    const { name } = await endpoint({ "model.onnx": external("initializer") });
    const { id } = await start(name, "a\n1\n");
    expect(await ended(id)).toMatchObject({
      state: "failed",
      error: expect.stringContaining("cannot be served"),
    });
  });

  it.each(["s3://other/rows.csv", "file:///etc/passwd", "../x", "code/x", "experiments/a", "rows/../logs/x"])(
    "a source at %s is refused at once",
    async (path) => {
      const { name } = await delays();
      const whole = path.includes("://") ? path : `s3://${stores.storage.bucket}/${path}`;
      const asked = startBatch(ctx(), { endpoint: name, source: { path: whole }, format: "csv" });
      await expect(asked).rejects.toMatchObject({ code: "INVALID" });
    },
  );
});

it("takes what its own caller uploaded in parts, and nobody else's", async () => {
  const { name } = await delays();
  const upload = "upload-of-a-file";
  await keepUploadPart(ctx(), { upload, part: "0" }, Buffer.from("distance,ho"));
  await keepUploadPart(ctx(), { upload, part: "1" }, Buffer.from("ur\n1,2\n"));
  const { id } = await startBatch(ctx(), { endpoint: name, source: { upload }, format: "csv" });
  expect(await ended(id)).toMatchObject({ state: "succeeded", rows: 1 });
  const other = testCtx(stores);
  const taken = await startBatch(other, { endpoint: name, source: { upload }, format: "csv" });
  expect(await ended(taken.id)).toMatchObject({
    state: "failed",
    error: expect.stringContaining("not uploaded"),
  });
});

describe("one that is stopped", () => {
  it("goes on from the parts that are answered", async () => {
    const { name } = await delays();
    const { id } = await start(name, "distance,hour\n1,2\n");
    await cancelBatch(ctx(), { id });
    expect(await ended(id)).toMatchObject({ state: "cancelled", rows_done: 0 });
    await expect(openBatchFile(ctx(), { id, file: "output" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await retryBatch(ctx(), { id });
    expect(await ended(id)).toMatchObject({ state: "succeeded", rows_done: 1 });
    await expect(retryBatch(ctx(), { id })).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(cancelBatch(ctx(), { id })).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("is somebody's own, or an editor's", async () => {
    const { name } = await delays();
    const { id } = await start(name, "distance,hour\n1,2\n");
    const other = testCtx(stores, ["predictions:run", "endpoints:read"]);
    await expect(cancelBatch(other, { id })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await cancelBatch(ctx(), { id });
  });

  it("a part that fails is asked again, and the batch says why it failed", async () => {
    const { name } = await endpoint({ "model.onnx": elementwise("Log") });
    const { id } = await start(name, "x\n1\n2\n");
    await prepare();
    const key = partKey(id, "in", 0);
    const rows = (await stores.storage.getBytes(key)) ?? "";
    await stores.storage.remove(key);
    const failed = await ended(id);
    expect(failed).toMatchObject({
      state: "failed",
      parts_failed: 1,
      error: expect.stringContaining("1 of 1 parts"),
    });
    await stores.storage.putBytes(key, rows);
    await retryBatch(ctx(), { id });
    expect(await ended(id)).toMatchObject({ state: "succeeded", parts_failed: 0, rows_done: 2 });
  });

  it("a part of a job that is gone is taken by another, and counted once", async () => {
    const { name } = await endpoint({ "model.onnx": elementwise("Log") });
    const { id } = await start(name, "x\n1\n2\n");
    await prepare();
    const sql = poolSql(stores.db.pool);
    expect(await claimPart(sql, id, "job_gone")).toMatchObject({ number: 0, firstRow: 1, rows: 2 });
    expect(await ended(id)).toMatchObject({ state: "succeeded", rows_done: 2 });
    await endPart(sql, id, "job_gone", 0, { state: "done", rowsFailed: 1 });
    expect(await getBatchPrediction(ctx(), { id })).toMatchObject({ rows_done: 2, rows_failed: 0 });
  });

  it("whose jobs have all been lost says so, and goes on when it is asked to", async () => {
    const { name } = await endpoint({ "model.onnx": elementwise("Log") });
    const { id } = await start(name, "x\n1\n");
    await prepare();
    await stores.db.pool.query("UPDATE long_job SET state = 'failed', error = 'lost' WHERE subject = $1", [
      id,
    ]);
    expect(await getBatchPrediction(ctx(), { id })).toMatchObject({ state: "failed", error: "lost" });
    await retryBatch(ctx(), { id });
    expect(await ended(id)).toMatchObject({ state: "succeeded" });
  });
});
