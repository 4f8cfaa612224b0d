import { describe, expect, test } from "vitest";
import { parseSource } from "./source";

const RUN = "0f8fad5bd9cb469fa16570867728950e";
const OTHER = "1f8fad5bd9cb469fa16570867728950e";
const MODEL = `m-${RUN}`;
const said = (source: string, rest: object = {}) => ({
  source,
  run_id: RUN,
  logged_model_id: MODEL,
  tags: [],
  ...rest,
});

test.each([
  [`runs:/${RUN}`, { kind: "run", runId: RUN, path: "" }],
  [`runs:/${RUN}/a/model`, { kind: "run", runId: RUN, path: "a/model" }],
  [`mlflow-artifacts:/7/${RUN}/artifacts/model`, { kind: "run", runId: RUN, path: "model" }],
  [`models:/${MODEL}`, { kind: "logged_model", modelId: MODEL, path: "" }],
  [`mlflow-artifacts:/7/models/${MODEL}/artifacts`, { kind: "logged_model", modelId: MODEL, path: "" }],
  ["models:/flights/12", { kind: "version", name: "flights", version: 12 }],
])("%s is read", (source, expected) => {
  expect(parseSource(said(source))).toEqual(expected);
});

test("a prompt has no files, and only a prompt", () => {
  const tags = [{ key: "mlflow.prompt.is_prompt", value: "true" }];
  expect(parseSource(said("dummy-source", { tags }))).toEqual({ kind: "none" });
  expect(() => parseSource(said("dummy-source"))).toThrow("refused");
  expect(() => parseSource(said("/etc", { tags }))).toThrow("refused");
});

describe("refused", () => {
  test.each([
    "/etc",
    "file:///etc",
    "FILE:///etc",
    "//proc/self/root",
    "../../etc",
    "s3://b/../x",
    "s3://team/model",
    "mlflow-artifacts:/../x",
    "mlflow-artifacts://h/..%2fx",
    `mlflow-artifacts://h/7/${RUN}/artifacts/x`,
    `mlflow-artifacts:/7/${RUN}/artifacts/../../x`,
    `mlflow-artifacts:/7/${RUN}/artifacts/%2e%2e/x`,
    `mlflow-artifacts:/7/${RUN}/artifacts/%252e%252e%252fx`,
    `mlflow-artifacts:/7/${RUN}/artifacts/a\\..\\x`,
    `mlflow-artifacts:/7/${RUN}/artifacts/a\u0000b`,
    `mlflow-artifacts:/7/${RUN}/other/x`,
    `runs:/${RUN}/../x`,
    `runs:/${RUN}/x;p/../..`,
    `runs:/${RUN}/x?a=../..`,
    `runs:/${RUN}/x#y`,
    `runs://${RUN}/x`,
    "http:///#/../etc",
    "http://169.254.169.254/x",
    "https://example.com/model",
    "models://h/x",
    "models:/flights",
    "models:/flights/1/../2",
    "models:/../1/x",
    "models:/flights@champion",
    "data:text/plain,x",
    "dbfs:/../x",
    "C:\\x",
    "",
  ])("%j", (source) => {
    expect(() => parseSource(said(source))).toThrow("refused");
  });

  test.each([
    [`runs:/${OTHER}/x`, {}],
    [`runs:/${RUN}/x`, { run_id: undefined }],
    [`mlflow-artifacts:/7/${OTHER}/artifacts/x`, {}],
    [`models:/m-${OTHER}`, {}],
    [`models:/${MODEL}`, { logged_model_id: undefined }],
    [`mlflow-artifacts:/7/models/m-${OTHER}/artifacts`, {}],
  ])("%s, which is not the message's own run or model", (source, rest) => {
    expect(() => parseSource(said(source, rest))).toThrow("refused");
  });
});
