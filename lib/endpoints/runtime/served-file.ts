import type { ModelFormat } from "./messages";

export type NamedFile = { path: string; format: ModelFormat };
export type Described = {
  flavors: readonly string[];
  onnx_file: string | null;
  xgboost_file: string | null;
  lightgbm_file: string | null;
};

/** Where MLflow puts it, for an MLmodel that does not say. */
const USUAL = "model.onnx";
/** Of the scikit-learn objects of these libraries, which MLflow pickles. */
const PICKLED = /\.(?:pkl|skops)$/;

/** A model that executes code when it is loaded: none of its flavors is served otherwise. */
export function isCode(described: Described): boolean {
  return "why" in servedFile(described) && described.flavors.includes("python_function");
}

/** Which file of a model is served, the first of its flavors that is; or why none is. */
export function servedFile(described: Described): NamedFile | { why: string } {
  const { flavors, onnx_file, xgboost_file, lightgbm_file } = described;
  if (flavors.includes("onnx")) return { path: onnx_file ?? USUAL, format: "onnx" };
  const trees: [ModelFormat, string | null][] = [
    ["xgboost", xgboost_file],
    ["lightgbm", lightgbm_file],
  ];
  for (const [format, path] of trees) {
    if (path === null) continue;
    if (!PICKLED.test(path)) return { path, format };
    return {
      why: `its file ${JSON.stringify(path)} is a Python object, which executes code when it is read. Log the trees alone: mlflow.${format}.log_model(model.booster_)`,
    };
  }
  return {
    why: `it has the flavors ${flavors.join(", ") || "none"}, and only onnx, xgboost and lightgbm are served`,
  };
}
