import type { LoadOrder, Run, RunResult } from "../messages";
import type { Port } from "../tensor";
import type { Loaded } from "./engine";
import type { xgboostDocument } from "./trees/document";
import type { addLeaves, forestOf } from "./trees/forest";
import type { lightgbmModel } from "./trees/lightgbm";
import type { treeAnswers, treeOutputs } from "./trees/links";
import type { TreeModel } from "./trees/tree-model";
import type { readUbjson } from "./trees/ubjson";
import type { xgboostModel } from "./trees/xgboost";

type Parts = {
  addLeaves: typeof addLeaves;
  forestOf: typeof forestOf;
  lightgbmModel: typeof lightgbmModel;
  readUbjson: typeof readUbjson;
  treeAnswers: typeof treeAnswers;
  treeOutputs: typeof treeOutputs;
  xgboostDocument: typeof xgboostDocument;
  xgboostModel: typeof xgboostModel;
};

/** The trees of XGBoost and LightGBM, without these libraries. Its text is a part of a program: it uses nothing of this module. */
export function treesEngine({ format, file, limits }: LoadOrder, parts: Parts): Loaded {
  const MOST_SAID = 300;
  const { readFileSync } = process.getBuiltinModule("node:fs");
  const bounds = { ...limits, columns: limits.inputValues, outputs: limits.outputValues };

  function modelOf(): TreeModel {
    const bytes = readFileSync(file);
    return format === "lightgbm"
      ? parts.lightgbmModel(bytes.toString("utf8"), bounds, parts.forestOf)
      : parts.xgboostModel(parts.xgboostDocument(bytes, parts.readUbjson), bounds, parts.forestOf);
  }

  let model: TreeModel;
  try {
    model = modelOf();
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return { refused: said.slice(0, MOST_SAID) };
  }
  const { width, precision, columns, start, forest } = model;
  const input: Port = {
    name: "rows",
    type: precision,
    dims: [-1, width],
    ...(columns.length > 0 && { columns }),
  };
  const outputs = parts.treeOutputs(model);

  function run({ feeds, outputs: names }: Run): RunResult {
    const { data, dims } = feeds[0] ?? { data: [], dims: [] };
    const count = dims[0] ?? 0;
    const isRows = data instanceof Float32Array || data instanceof Float64Array;
    if (!isRows || dims.length !== 2 || data.length !== count * width)
      return { failed: `rows have ${width} values each` };
    const size = count * start.length;
    if (size > limits.outputValues)
      return { failed: `more than ${limits.outputValues} values would come out` };
    const sums = precision === "float32" ? new Float32Array(size) : new Float64Array(size);
    for (let at = 0; at < size; at += 1) sums[at] = start[at % start.length] ?? 0;
    parts.addLeaves(forest, data, width, sums, start.length);
    const made = parts.treeAnswers(model, sums);
    return { outputs: names.flatMap((name) => made.filter((one) => one.name === name)) };
  }
  return { engine: { ports: { inputs: [input], outputs, leftOut: [] }, isByRow: true, run } };
}
