import { expect, it } from "vitest";
import { type Described, servedFile } from "./served-file";

const described = (flavors: string[], files: Partial<Described> = {}): Described => ({
  onnx_file: null,
  xgboost_file: null,
  lightgbm_file: null,
  ...files,
  flavors,
});

it.each<[string, Described, object]>([
  [
    "onnx",
    described(["onnx", "python_function"], { onnx_file: "a.onnx" }),
    { path: "a.onnx", format: "onnx" },
  ],
  ["onnx without a file", described(["onnx"]), { path: "model.onnx", format: "onnx" }],
  [
    "xgboost",
    described(["xgboost"], { xgboost_file: "model.ubj" }),
    { path: "model.ubj", format: "xgboost" },
  ],
  [
    "lightgbm",
    described(["lightgbm"], { lightgbm_file: "model.lgb" }),
    { path: "model.lgb", format: "lightgbm" },
  ],
  [
    "onnx before trees",
    described(["onnx", "xgboost"], { onnx_file: "model.onnx", xgboost_file: "model.ubj" }),
    { format: "onnx" },
  ],
  [
    "a pickled one",
    described(["lightgbm"], { lightgbm_file: "m.pkl" }),
    { why: expect.stringMatching(/executes code/) },
  ],
  [
    "one by skops",
    described(["lightgbm"], { lightgbm_file: "m.skops" }),
    { why: expect.stringMatching(/booster_/) },
  ],
  ["another", described(["sklearn"]), { why: expect.stringMatching(/flavors sklearn/) }],
  ["none", described([]), { why: expect.stringMatching(/flavors none/) }],
])("of %s this file is served, or none for this reason", (_name, said, wanted) => {
  expect(servedFile(said)).toMatchObject(wanted);
});
