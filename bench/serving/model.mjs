// A model for a machine that cannot have the peer's: a linear classifier of 20 floats.
import onnxProto from "onnx-proto";

const { onnx } = onnxProto;
const { FLOAT, INT64 } = onnx.TensorProto.DataType;
const { AttributeType } = onnx.AttributeProto;
const FEATURES = 20;

const port = (name, elemType, width) => ({
  name,
  type: {
    tensorType: {
      elemType,
      shape: { dim: [{ dimParam: "N" }, ...(width ? [{ dimValue: width }] : [])] },
    },
  },
});

export function linearModel() {
  const weights = Array.from({ length: FEATURES }, (_, at) => (at % 7) / 10 - 0.3);
  const attribute = [
    {
      name: "coefficients",
      type: AttributeType.FLOATS,
      floats: [...weights.map((weight) => -weight), ...weights],
    },
    { name: "intercepts", type: AttributeType.FLOATS, floats: [0, 0] },
    { name: "classlabels_ints", type: AttributeType.INTS, ints: [0, 1] },
    { name: "post_transform", type: AttributeType.STRING, s: new TextEncoder().encode("LOGISTIC") },
  ];
  return onnx.ModelProto.encode({
    irVersion: 8,
    opsetImport: [
      { domain: "", version: 15 },
      { domain: "ai.onnx.ml", version: 2 },
    ],
    graph: {
      name: "linear",
      node: [
        {
          ...{ opType: "LinearClassifier", domain: "ai.onnx.ml", attribute },
          ...{ input: ["x"], output: ["label", "probabilities"] },
        },
      ],
      input: [port("x", FLOAT, FEATURES)],
      output: [port("label", INT64), port("probabilities", FLOAT, 2)],
    },
  }).finish();
}

/** The same with names for its floats: those of features. */
export function mlmodelOf(columns) {
  const inputs = JSON.stringify(columns.map((name) => ({ name, type: "double" })));
  return `flavors: {onnx: {data: model.onnx}}\nsignature: {inputs: '${inputs}', outputs: null, params: null}\n`;
}
