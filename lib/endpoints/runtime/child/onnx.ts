import type { onnx as Onnx } from "onnx-proto";
import type { InferenceSession, TypedTensor } from "onnxruntime-node";
import type { LoadOrder, Run, RunResult } from "../messages";
import type { NamedTensor, Port, TensorType } from "../tensor";
import type { Load, Loaded } from "./engine";
import type { preparedOnnx } from "./onnx-file";

/** ONNX Runtime with one model. Its text is a part of a program: it uses nothing of this module. */
export async function onnxEngine(
  load: Load,
  { file, beside, limits }: LoadOrder,
  prepare: typeof preparedOnnx,
): Promise<Loaded> {
  const MOST_SAID = 300;
  const TYPES = new Set([
    ...["float32", "float64", "int8", "int16", "int32", "int64"],
    ...["uint8", "uint16", "uint32", "uint64", "bool", "string"],
  ]);
  const FORBIDDEN_NAMES = new Set(["__proto__", "constructor", "prototype"]);
  const { readFileSync } = process.getBuiltinModule("node:fs");
  const ort = load("onnxruntime-node") as typeof import("onnxruntime-node");
  const { onnx } = load("onnx-proto") as { onnx: typeof Onnx };

  const text = (error: unknown) => String(error instanceof Error ? error.message : error).slice(0, MOST_SAID);
  const isServed = (type: string): type is TensorType => TYPES.has(type);

  type Unserved = { name: string; type: string };
  const isPort = (one: Port | Unserved): one is Port => "dims" in one;
  function portsOf(metadata: readonly InferenceSession.ValueMetadata[]): (Port | Unserved)[] {
    return metadata.map((one) => {
      if (!one.isTensor) return { name: one.name, type: "a sequence or map" };
      if (!isServed(one.type)) return { name: one.name, type: one.type };
      const dims = one.shape.map((dim) => (typeof dim === "number" && dim >= 0 ? dim : -1));
      return { name: one.name, type: one.type, dims };
    });
  }

  const weights = beside.map(({ name, file: path }) => ({ path: name, data: readFileSync(path) }));
  const sizes = new Map(weights.map(({ path, data }) => [path, data.length]));
  const prepared = prepare(onnx, readFileSync(file), sizes, limits);
  if (!("bytes" in prepared)) return prepared;
  let session: InferenceSession;
  try {
    session = await ort.InferenceSession.create(prepared.bytes, {
      executionProviders: ["cpu"],
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      executionMode: "sequential",
      enableCpuMemArena: false,
      enableMemPattern: false,
      logSeverityLevel: 4,
      ...(weights.length > 0 && { externalData: weights }),
    });
  } catch (error) {
    return { refused: `is not loaded by the runtime: ${text(error)}` };
  }

  const inputs: Port[] = [];
  for (const port of portsOf(session.inputMetadata)) {
    if (FORBIDDEN_NAMES.has(port.name)) return { refused: `has an input named ${port.name}` };
    if (!isPort(port))
      return { refused: `has an input "${text(port.name)}" of the type ${port.type}, which is not served` };
    inputs.push(port);
  }
  const all = portsOf(session.outputMetadata);
  const outputs = all.filter(isPort).filter(({ name }) => !FORBIDDEN_NAMES.has(name));
  if (outputs.length === 0) return { refused: "has no output that is a tensor" };
  for (const port of outputs) {
    const labels = prepared.labels.get(port.name);
    if (labels) port.labels = labels;
  }
  const leftOut = all.filter((port) => !isPort(port)).map(({ name }) => name);

  /** The guarantee: the parent made the data for this very type, and the runtime looks again. */
  const tensorOf = ({ type, dims, data }: NamedTensor) => new ort.Tensor(type, data as never, dims);
  /** The guarantee: only outputs that are tensors of served types are asked for. */
  const outputOf = (value: unknown) => value as TypedTensor<TensorType>;

  async function run({ feeds, outputs: names }: Run): Promise<RunResult> {
    const tensors = feeds.map((feed) => [feed.name, tensorOf(feed)]);
    const results = await session.run(Object.fromEntries(tensors), [...names]);
    const made: NamedTensor[] = [];
    for (const name of names) {
      const { type, dims, data } = outputOf(results[name]);
      if (data.length > limits.outputValues)
        return { failed: `more than ${limits.outputValues} values came out of "${text(name)}"` };
      made.push({ name, type, dims: [...dims], data });
    }
    return { outputs: made };
  }
  return { engine: { ports: { inputs, outputs, leftOut }, isByRow: prepared.isByRow, run } };
}
