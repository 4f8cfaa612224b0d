import { describe, expect, test } from "vitest";
import { MLMODEL_BYTES, parseMlmodel } from "./mlmodel";

/** As MLflow 3 writes it for scikit-learn. */
const SKLEARN = `
artifact_path: mlflow-artifacts:/0/models/m-1/artifacts
flavors:
  python_function:
    env: {conda: conda.yaml, virtualenv: python_env.yaml}
    loader_module: mlflow.sklearn
    python_version: 3.11.2
  sklearn:
    pickled_model: model.pkl
mlflow_version: 3.6.0
model_id: m-1
signature:
  inputs: '[{"type": "double", "name": "distance", "required": true}, {"type": "long", "name": "hour", "required": false}]'
  outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "float64", "shape": [-1]}}]'
  params: null
`;

test("flavors, versions and the signature of columns and tensors come out", () => {
  expect(parseMlmodel(SKLEARN)).toEqual({
    flavors: ["python_function", "sklearn"],
    mlflow_version: "3.6.0",
    python_version: "3.11.2",
    onnx_file: null,
    xgboost_file: null,
    lightgbm_file: null,
    signature: {
      inputs: [
        { name: "distance", type: "double", required: true, shape: null },
        { name: "hour", type: "long", required: false, shape: null },
      ],
      outputs: [{ name: null, type: "float64", required: true, shape: [-1] }],
      params: [],
    },
  });
});

test("the files of the flavors that are served come out", () => {
  const found = parseMlmodel(
    "flavors: {onnx: {data: a/model.onnx, onnx_version: 1.15.0}, xgboost: {data: model.ubj}, lightgbm: {data: 5}}",
  );
  expect(found).toMatchObject({ onnx_file: "a/model.onnx", xgboost_file: "model.ubj", lightgbm_file: null });
});

test("a model without a signature has none", () => {
  expect(parseMlmodel("flavors: {sklearn: {}}")).toMatchObject({ flavors: ["sklearn"], signature: null });
});

const laughs = (depth: number) =>
  Array.from({ length: depth }, (_, at) =>
    at === 0
      ? "a0: &a0 [x]"
      : `a${at}: &a${at} [${Array(9)
          .fill(`*a${at - 1}`)
          .join(",")}]`,
  ).join("\n");

describe("what is no description is null, and costs nothing", () => {
  test.each([
    ["not YAML", "a: [b"],
    ["a list", "- a"],
    ["nothing", ""],
    ["a bomb of aliases", `flavors: {}\n${laughs(12)}`],
    ["too long", `flavors: {}\n#${"x".repeat(MLMODEL_BYTES)}`],
    ["flavors that are text", "flavors: sklearn"],
  ])("%s", (_, text) => expect(parseMlmodel(text)).toBeNull());

  test("a signature that is not JSON, or not of fields, is none", () => {
    for (const inputs of ["not json", '{"a": 1}', '[{"type": 5}]'])
      expect(parseMlmodel(`flavors: {}\nsignature: {inputs: '${inputs}'}`)?.signature).toBeNull();
  });

  test("a tag of Python makes no object", () => {
    const found = parseMlmodel("flavors: {x: !!python/object/apply:os.system ['id']}");
    expect(found === null || found.flavors.length === 1).toBe(true);
  });
});
