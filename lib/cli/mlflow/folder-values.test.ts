import { expect, it } from "vitest";
import { metaOf, modelStatusOf, pointOf, runStatusOf, tagsIn, versionOf } from "./folder-values";

it("a meta.yaml is what MLflow wrote, digit by digit", () => {
  const text = `artifact_uri: file:///mlruns/0/ab/artifacts
end_time: null
experiment_id: '616849255053943824'
name: 'yes'
note: "\\uD55C\\uAE00 \\xFC"
run_link: ''
start_time: 9223372036854775807
status: 3
tags: []
`;
  expect(metaOf(text)).toEqual({
    artifact_uri: "file:///mlruns/0/ab/artifacts",
    experiment_id: "616849255053943824",
    name: "yes",
    note: "한글 ü",
    run_link: "",
    start_time: "9223372036854775807",
    status: 3,
    tags: [],
  });
});

it.each([
  ["", {}],
  ["- a\n", {}],
  ["text", {}],
])("what is no record has no fields: %j", (text, fields) => {
  expect(metaOf(text)).toEqual(fields);
});

it("aliases that unfold to more than fits are refused", () => {
  const lines = Array.from(
    { length: 30 },
    (_, at) => `a${at + 1}: &a${at + 1} [${Array(10).fill(`*a${at}`)}]`,
  );
  expect(() => metaOf(`a0: &a0 [x]\n${lines.join("\n")}\n`)).toThrow(/alias/i);
});

it.each([
  [
    "1700000000000 0.3333333333333333 7",
    { value: 0.3333333333333333, timestamp: "1700000000000", step: "7" },
  ],
  ["1 nan -2", { value: "NaN", timestamp: "1", step: "-2" }],
  ["1 inf 9223372036854775807", { value: "Infinity", timestamp: "1", step: "9223372036854775807" }],
  ["1 -inf", { value: "-Infinity", timestamp: "1", step: "0" }],
  ["1 1e-05 0", { value: 1e-5, timestamp: "1", step: "0" }],
  ["1 0.5 2 d 1", { value: 0.5, timestamp: "1", step: "2", dataset_name: "d", dataset_digest: "1" }],
])("a line of a metric: %s", (line, point) => {
  expect(pointOf("k", line)).toEqual({ key: "k", ...point });
});

it("a line of a model's metric names its run", () => {
  expect(pointOf("k", "1 0.5 2 ab d 1", "model")).toMatchObject({
    run_id: "ab",
    dataset_name: "d",
    dataset_digest: "1",
  });
  expect(pointOf("k", "1 0.5 2 ab", "model")).toEqual({
    key: "k",
    value: 0.5,
    timestamp: "1",
    step: "2",
    run_id: "ab",
  });
});

it.each(["", "1", "1 ", "x 1 1", "1 x 1", "1 1 1.5", "1.5 1 1"])("no point stands in %j", (line) => {
  expect(pointOf("k", line)).toBeNull();
});

it.each([
  [runStatusOf(1), "RUNNING"],
  [runStatusOf(5), "KILLED"],
  [runStatusOf(9), "9"],
  [runStatusOf("FINISHED"), "FINISHED"],
  [modelStatusOf(2), "LOGGED_MODEL_READY"],
  [versionOf("version-12"), "12"],
  [versionOf("version-"), null],
  [versionOf("../version-1"), null],
])("%s", (found, expected) => expect(found).toBe(expected));

it("tags of an input are a record, or nothing", () => {
  expect(tagsIn({ "mlflow.data.context": "train", n: 3 })).toEqual([
    { key: "mlflow.data.context", value: "train" },
    { key: "n", value: "3" },
  ]);
  expect([tagsIn([]), tagsIn(undefined), tagsIn("x")]).toEqual([[], [], []]);
});
