import onnxProto from "onnx-proto";
import type { Logistic } from "./logistic";

const { onnx } = onnxProto;
const { AttributeType } = onnx.AttributeProto;
const { DataType } = onnx.TensorProto;

/** Names of the graph's input and outputs: the ones converters of scikit-learn classifiers use. */
export const INPUT = "features";
export const PROBABILITIES = "probabilities";
const LABEL = "label";

/**
 * One LinearClassifier of the ai.onnx.ml operators: float32 [N, columns] in; label int64 [N] and probabilities
 * float32 [N, 2] (on time, late) out. Column names travel in the model's metadata. No time stamp: same model, same bytes.
 */
export function onnxOf(
  model: Logistic,
  columns: readonly string[],
  metadata: Record<string, string>,
): Uint8Array {
  const weights = Array.from(model.weights);
  const classifier = {
    opType: "LinearClassifier",
    domain: "ai.onnx.ml",
    name: "classify",
    input: [INPUT],
    output: [LABEL, PROBABILITIES],
    attribute: [
      floats("coefficients", [...weights.map((weight) => -weight), ...weights]),
      floats("intercepts", [-model.intercept, model.intercept]),
      { name: "classlabels_ints", type: AttributeType.INTS, ints: [0, 1] },
      { name: "post_transform", type: AttributeType.STRING, s: new TextEncoder().encode("LOGISTIC") },
    ],
  };
  const graph = {
    name: "flight_is_late",
    node: [classifier],
    input: [tensor(INPUT, DataType.FLOAT, columns.length)],
    output: [tensor(LABEL, DataType.INT64), tensor(PROBABILITIES, DataType.FLOAT, 2)],
  };
  const props = { columns: JSON.stringify(columns), ...metadata };
  return onnx.ModelProto.encode({
    irVersion: 8,
    producerName: "gwanje-flights",
    opsetImport: [
      { domain: "", version: 15 },
      { domain: "ai.onnx.ml", version: 2 },
    ],
    graph,
    metadataProps: Object.entries(props).map(([key, value]) => ({ key, value })),
  }).finish();
}

function floats(name: string, values: number[]) {
  return { name, type: AttributeType.FLOATS, floats: values };
}

function tensor(name: string, elemType: number, width?: number) {
  const dim = [{ dimParam: "N" }, ...(width === undefined ? [] : [{ dimValue: width }])];
  return { name, type: { tensorType: { elemType, shape: { dim } } } };
}
