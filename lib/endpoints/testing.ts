import onnxProto from "onnx-proto";
import { experimenter } from "@/lib/experiments/testing";
import { createModel, createVersion } from "@/lib/models";
import { newId } from "@/lib/platform/ids";
import { type FileStores, testCtx } from "@/lib/testing";

const { onnx } = onnxProto;
const { DataType, DataLocation } = onnx.TensorProto;
const { AttributeType } = onnx.AttributeProto;

type Dim = number | string;
const shape = (dims: readonly Dim[]) => ({
  dim: dims.map((dim) => (typeof dim === "number" ? { dimValue: dim } : { dimParam: dim })),
});
const port = (name: string, elemType: number, dims: readonly Dim[]) => ({
  name,
  type: { tensorType: { elemType, shape: shape(dims) } },
});
type Graph = ConstructorParameters<typeof onnx.GraphProto>[0];

/** For tests: the bytes of a model with this graph. */
function modelOf(graph: Graph, more: object = {}): Uint8Array {
  return onnx.ModelProto.encode({
    irVersion: 8,
    producerName: "gwanje-test",
    opsetImport: [
      { domain: "", version: 15 },
      { domain: "ai.onnx.ml", version: 2 },
    ],
    graph: { name: "g", ...graph },
    ...more,
  }).finish();
}

const floats = (name: string, values: number[]) => ({ name, type: AttributeType.FLOATS, floats: values });
const node = (opType: string, input: string[], output: string[], attribute: object[] = [], domain = "") => ({
  opType,
  input,
  output,
  attribute,
  domain,
});

/** "features" [N, weights] of float32; label int64 [N] and probabilities float32 [N, 2]. */
export function classifier(weights: readonly number[], rows: Dim = "N"): Uint8Array {
  const attributes = [
    floats("coefficients", [...weights.map((weight) => -weight), ...weights]),
    floats("intercepts", [0, 0]),
    { name: "classlabels_ints", type: AttributeType.INTS, ints: [0, 1] },
    { name: "post_transform", type: AttributeType.STRING, s: new TextEncoder().encode("LOGISTIC") },
  ];
  return modelOf({
    node: [node("LinearClassifier", ["features"], ["label", "probabilities"], attributes, "ai.onnx.ml")],
    input: [port("features", DataType.FLOAT, [rows, weights.length])],
    output: [port("label", DataType.INT64, [rows]), port("probabilities", DataType.FLOAT, [rows, 2])],
  });
}

/** One operator between "x" [N] and "y" [N] of one type. */
export function elementwise(opType: string, type: keyof typeof DataType = "FLOAT", domain = ""): Uint8Array {
  return modelOf({
    node: [node(opType, ["x"], ["y"], [], domain)],
    input: [port("x", DataType[type], ["N"])],
    output: [port("y", DataType[type], ["N"])],
  });
}

/** A column for each input, each of its own type, and out again as it is. */
export function identities(types: Record<string, keyof typeof DataType>): Uint8Array {
  const names = Object.entries(types);
  return modelOf({
    node: names.map(([name]) => node("Identity", [name], [`${name}_out`])),
    input: names.map(([name, type]) => port(name, DataType[type], ["N", 1])),
    output: names.map(([name, type]) => port(`${name}_out`, DataType[type], ["N", 1])),
  });
}

/** Counts from 0 to "trips" [1]. With `always` it ignores "trips" and goes on far beyond it. */
export function loop({ always = false } = {}): Uint8Array {
  const scalar = (name: string, type: number) => port(name, type, []);
  const body = {
    name: "body",
    node: [node("Identity", ["go_in"], ["go_out"]), node("Add", ["sum_in", "one"], ["sum_out"])],
    input: [
      scalar("turn", DataType.INT64),
      scalar("go_in", DataType.BOOL),
      port("sum_in", DataType.INT64, [1]),
    ],
    output: [scalar("go_out", DataType.BOOL), port("sum_out", DataType.INT64, [1])],
  };
  return modelOf({
    node: [
      node(
        "Loop",
        [always ? "endless" : "trips", "go", "zero"],
        ["count"],
        [{ name: "body", type: AttributeType.GRAPH, g: body }],
      ),
      node("Add", ["count", "trips"], ["y"]),
    ],
    initializer: [
      { name: "endless", dims: [1], dataType: DataType.INT64, int64Data: [2 ** 52] },
      { name: "zero", dims: [1], dataType: DataType.INT64, int64Data: [0] },
      { name: "one", dims: [1], dataType: DataType.INT64, int64Data: [1] },
      { name: "go", dims: [], dataType: DataType.BOOL, int32Data: [1] },
    ],
    input: [port("trips", DataType.INT64, [1])],
    output: [port("y", DataType.INT64, [1])],
  });
}

/** Fills "size" [1] floats with zero, and says their sum. */
export function hungry(): Uint8Array {
  return modelOf({
    node: [
      node("ConstantOfShape", ["size"], ["filled"]),
      node("ReduceSum", ["filled"], ["y"], [{ name: "keepdims", type: AttributeType.INT, i: 1 }]),
    ],
    input: [port("size", DataType.INT64, [1])],
    output: [port("y", DataType.FLOAT, [1])],
  });
}

type Hidden = "initializer" | "attribute" | "branch" | "function";
/** A weight that lies in another file, in one of the places where a weight may stand. */
export function external(where: Hidden): Uint8Array {
  const tensor = {
    name: "secret",
    dims: [4],
    dataType: DataType.FLOAT,
    dataLocation: DataLocation.EXTERNAL,
    externalData: [{ key: "location", value: ".env" }],
  };
  const constant = node(
    "Constant",
    [],
    ["secret"],
    [{ name: "value", type: AttributeType.TENSOR, t: tensor }],
  );
  const branch = { name: "b", node: [constant], output: [port("secret", DataType.FLOAT, [4])] };
  const added = node("Add", ["x", "secret"], ["y"]);
  const graphs: Record<Hidden, { nodes: object[]; initializer?: object[]; functions?: object[] }> = {
    initializer: { nodes: [added], initializer: [tensor] },
    attribute: { nodes: [constant, added] },
    branch: {
      nodes: [
        node(
          "If",
          ["go"],
          ["secret"],
          [
            { name: "then_branch", type: AttributeType.GRAPH, g: branch },
            { name: "else_branch", type: AttributeType.GRAPH, g: branch },
          ],
        ),
        added,
      ],
      initializer: [{ name: "go", dims: [], dataType: DataType.BOOL, int32Data: [1] }],
    },
    function: {
      nodes: [node("Weigh", [], ["secret"], [], "own"), added],
      functions: [{ name: "Weigh", domain: "own", output: ["secret"], node: [constant] }],
    },
  };
  const { nodes, initializer = [], functions = [] } = graphs[where];
  return modelOf(
    {
      node: nodes,
      initializer,
      input: [port("x", DataType.FLOAT, [4])],
      output: [port("y", DataType.FLOAT, [4])],
    },
    { functions },
  );
}

type Outside = { location?: string; offset?: string; length?: string };
/** "y" is "x" [4] and a weight of the graph that lies in another file. */
export function besideModel(outside: Outside = {}): Uint8Array {
  const said = { location: "model.onnx.data", offset: "0", length: "16", ...outside };
  const weight = {
    name: "weight",
    dims: [4],
    dataType: DataType.FLOAT,
    dataLocation: DataLocation.EXTERNAL,
    externalData: Object.entries(said).map(([key, value]) => ({ key, value })),
  };
  return modelOf({
    node: [node("Add", ["x", "weight"], ["y"])],
    initializer: [weight],
    input: [port("x", DataType.FLOAT, [4])],
    output: [port("y", DataType.FLOAT, [4])],
  });
}

/** A tree of XGBoost: 1 where "distance" is below 500, else 2, and 4 where it is missing. */
export function xgboostTrees(): string {
  const tree = {
    tree_param: { size_leaf_vector: "1" },
    left_children: [1, 3, -1, -1, -1],
    right_children: [2, 4, -1, -1, -1],
    split_indices: [0, 0, 0, 0, 0],
    split_conditions: [500, -1e9, 2, 4, 1],
    default_left: [1, 1, 0, 0, 0],
  };
  return JSON.stringify({
    learner: {
      feature_names: ["distance", "hour"],
      learner_model_param: { base_score: "[0E0]", num_class: "0", num_feature: "2", num_target: "1" },
      objective: { name: "reg:squarederror" },
      gradient_booster: { name: "gbtree", model: { trees: [tree], tree_info: [0] } },
    },
  });
}

/** A tree of LightGBM over "distance" and "hour": the chance of a delay, late at night and else. */
export function lightgbmTrees(): string {
  return `tree
version=v4
num_class=1
num_tree_per_iteration=1
max_feature_idx=1
objective=binary sigmoid:1
feature_names=distance hour

Tree=0
num_leaves=2
split_feature=1
threshold=20
decision_type=2
left_child=-1
right_child=-2
leaf_value=-1 1
is_linear=0

end of trees
`;
}

/** A classifier as scikit-learn's converter makes it by default: probabilities by label. */
export function zipped(): Uint8Array {
  const map = { keyType: DataType.INT64, valueType: { tensorType: { elemType: DataType.FLOAT } } };
  return modelOf({
    node: [
      node(
        "ZipMap",
        ["x"],
        ["y"],
        [{ name: "classlabels_int64s", type: AttributeType.INTS, ints: [0, 1] }],
        "ai.onnx.ml",
      ),
    ],
    input: [port("x", DataType.FLOAT, ["N", 2])],
    output: [{ name: "y", type: { sequenceType: { elemType: { mapType: map } } } }],
  });
}

type Files = Readonly<Record<string, Uint8Array | string>>;

/** For tests: models of the registry, with files as MLflow's clients leave them. */
export function registry(stores: FileStores) {
  const { run } = experimenter(stores);
  const model = async () => (await createModel(testCtx(stores), { name: newId("req") })).name;
  const version = async (name: string, files: Files) => {
    const run_id = await run("0");
    for (const [path, bytes] of Object.entries(files))
      await stores.storage.putBytes(`experiments/runs/${run_id}/model/${path}`, bytes);
    const source = `runs:/${run_id}/model`;
    return (await createVersion(testCtx(stores), { name, source, run_id })).version;
  };
  return { model, version };
}

type ColumnSpec = { name: string; type: string; required?: boolean };
/** The text of an MLmodel with one flavor and a signature of columns. */
export function mlmodel(columns: readonly ColumnSpec[], flavor = "onnx: {data: model.onnx}"): string {
  const inputs = JSON.stringify(columns);
  return `flavors: {${flavor}}\nsignature: {inputs: '${inputs}', outputs: null, params: null}\n`;
}
