import onnxProto from "onnx-proto";
import { HOURS, INPUTS } from "./columns";
import type { Logistic } from "./logistic";

const { onnx } = onnxProto;
const { AttributeType } = onnx.AttributeProto;
const { DataType } = onnx.TensorProto;

/** Names of the graph's input and outputs: the ones converters of scikit-learn classifiers use. */
export const INPUT = "features";
export const PROBABILITIES = "probabilities";
const LABEL = "label";
const ML = "ai.onnx.ml";

/**
 * float32 [N, inputs] in; label int64 [N] and probabilities float32 [N, 2] (on time, late) out. Within: NaN becomes what stands
 * for the unknown, the hour a column for each hour, and all goes to one LinearClassifier. Column names travel in the model's
 * metadata. No time stamp: same model, same bytes.
 */
export function onnxOf(model: Logistic, metadata: Record<string, string>): Uint8Array {
  const weights = Array.from(model.weights);
  const graph = {
    name: "flight_is_late",
    node: [
      node("Imputer", [INPUT], ["known"], {
        domain: ML,
        attribute: [
          floats(
            "imputed_value_floats",
            INPUTS.map(({ unknown }) => unknown ?? 0),
          ),
          { name: "replaced_value_float", type: AttributeType.FLOAT, f: Number.NaN },
        ],
      }),
      node("Gather", ["known", "first"], ["hour"], { attribute: [int("axis", 1)] }),
      node("Equal", ["hour", "hours"], ["is_hour"]),
      node("Cast", ["is_hour"], ["hour_columns"], { attribute: [int("to", DataType.FLOAT)] }),
      node("Slice", ["known", "second", "end", "axis"], ["others"]),
      node("Concat", ["hour_columns", "others"], ["weighed"], { attribute: [int("axis", 1)] }),
      node("LinearClassifier", ["weighed"], [LABEL, PROBABILITIES], {
        domain: ML,
        attribute: [
          floats("coefficients", [...weights.map((weight) => -weight), ...weights]),
          floats("intercepts", [-model.intercept, model.intercept]),
          { name: "classlabels_ints", type: AttributeType.INTS, ints: [0, 1] },
          { name: "post_transform", type: AttributeType.STRING, s: new TextEncoder().encode("LOGISTIC") },
        ],
      }),
    ],
    initializer: [
      whole("first", 0),
      whole("second", 1),
      whole("end", INPUTS.length),
      whole("axis", 1),
      {
        name: "hours",
        dataType: DataType.FLOAT,
        dims: [1, HOURS],
        floatData: Array.from({ length: HOURS }, (_, hour) => hour),
      },
    ],
    input: [tensor(INPUT, DataType.FLOAT, INPUTS.length)],
    output: [tensor(LABEL, DataType.INT64), tensor(PROBABILITIES, DataType.FLOAT, 2)],
  };
  const props = { columns: JSON.stringify(INPUTS.map(({ name }) => name)), ...metadata };
  return onnx.ModelProto.encode({
    irVersion: 8,
    producerName: "gwanje-flights",
    opsetImport: [
      { domain: "", version: 15 },
      { domain: ML, version: 2 },
    ],
    graph,
    metadataProps: Object.entries(props).map(([key, value]) => ({ key, value })),
  }).finish();
}

function node(opType: string, input: string[], output: string[], more: object = {}) {
  return { opType, name: output.join("_"), input, output, ...more };
}

const int = (name: string, value: number) => ({ name, type: AttributeType.INT, i: value });
const floats = (name: string, values: number[]) => ({ name, type: AttributeType.FLOATS, floats: values });
const whole = (name: string, value: number) => ({
  name,
  dataType: DataType.INT64,
  dims: [1],
  int64Data: [value],
});

function tensor(name: string, elemType: number, width?: number) {
  const dim = [{ dimParam: "N" }, ...(width === undefined ? [] : [{ dimValue: width }])];
  return { name, type: { tensorType: { elemType, shape: { dim } } } };
}
