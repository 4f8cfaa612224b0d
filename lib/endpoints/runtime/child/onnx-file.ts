import type { onnx as Onnx } from "onnx-proto";
import type { ModelLimits } from "../messages";

type Package = typeof Onnx;
/** `labels` are the classes that an output says the probabilities of, in their order. */
export type PreparedOnnx =
  | { refused: string }
  | { wants: string[] }
  /** `isByRow`: no operator of it looks at more than one row. */
  | { bytes: Uint8Array; labels: Map<string, string[]>; isByRow: boolean };

/**
 * Looks through an ONNX file before the runtime sees it. Weights of the graph may lie in files beside it; those are asked for by
 * name, and `beside` says how large the given ones are. All else outside of the file is refused, as are operators that are not the
 * standard's and more nodes than are good. A ZipMap at the end becomes the tensor that goes into it. Its text is a part of a program:
 * it uses nothing of this module.
 */
export function preparedOnnx(
  onnx: Package,
  bytes: Uint8Array,
  beside: ReadonlyMap<string, number>,
  limits: Pick<ModelLimits, "nodes" | "tensors" | "filesBeside">,
): PreparedOnnx {
  type Model = InstanceType<Package["ModelProto"]>;
  type Tensor = InstanceType<Package["TensorProto"]>;
  type Node = InstanceType<Package["NodeProto"]>;
  const MOST_SAID = 300;
  const EXTERNAL = 1;
  const NO_FILE = "is no ONNX file";
  const ELSEWHERE =
    "keeps weights outside of its folder, or not among the weights of its graph, which are not read here. Save it in one file: MLflow's log_model(save_as_external_data=False)";
  /**
   * Of rows of two dimensions. Those that name an axis, or meet two inputs of any shape, are not among them, nor what multiplies
   * matrices: for some rows, and few at that, the last bit is another one beside others.
   */
  const BY_ROW = new Set([
    ...["TreeEnsembleClassifier", "TreeEnsembleRegressor", "TreeEnsemble", "Scaler", "Imputer"],
    ...["Binarizer", "LabelEncoder", "Identity", "Cast", "Neg", "Abs", "Relu"],
  ]);
  const DOMAINS = new Set(["", "ai.onnx", "ai.onnx.ml", "com.microsoft"]);

  const short = (said: string) => said.slice(0, MOST_SAID);
  const isPlainName = (name: string) =>
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
    name.length <= 255 && name !== "." && name !== ".." && /^[^/\\\u0000-\u001f]+$/.test(name);

  /** Null for a tensor whose bytes are all there, or are still to come. */
  function problemOfExternal(tensor: Tensor, wanted: Set<string>): string | null {
    const said = new Map(tensor.externalData.map(({ key, value }) => [key ?? "", value ?? ""]));
    const name = said.get("location") ?? "";
    if (!isPlainName(name)) return ELSEWHERE;
    const [offset, length] = [Number(said.get("offset") ?? 0), Number(said.get("length") ?? 0)];
    const isWhole =
      Number.isSafeInteger(offset) && Number.isSafeInteger(length) && offset >= 0 && length >= 0;
    const size = beside.get(name);
    if (!isWhole || (size !== undefined && offset + length > size))
      return `wants bytes of ${JSON.stringify(short(name))} that are not there`;
    if (size === undefined) wanted.add(name);
    return wanted.size > limits.filesBeside
      ? `keeps its weights in more than ${limits.filesBeside} files`
      : null;
  }

  function problemOf(model: Model, wanted: Set<string>): string | null {
    if (!model.graph) return NO_FILE;
    if (model.trainingInfo.length > 0) return "holds the steps of a training, which are not run here";
    const domains = new Set(DOMAINS);
    for (const own of model.functions) domains.add(own.domain ?? "");
    const ofGraph = new Set<unknown>(model.graph.initializer);
    const open: unknown[] = [model];
    let [nodes, tensors] = [0, 0];
    for (let held = open.pop(); held !== undefined; held = open.pop()) {
      if (typeof held !== "object" || held === null || ArrayBuffer.isView(held)) continue;
      if (Array.isArray(held)) {
        // One array holds one kind of thing; numbers of 64 bits are objects of two halves.
        const first: unknown = held[0];
        if (typeof first === "object" && first !== null && !("unsigned" in first))
          for (const one of held) open.push(one);
        continue;
      }
      if (held instanceof onnx.TensorProto) {
        tensors += 1;
        if (tensors > limits.tensors) return `has more than ${limits.tensors} tensors`;
        if (held.dataLocation === EXTERNAL || held.externalData.length > 0) {
          const problem = ofGraph.has(held) ? problemOfExternal(held, wanted) : ELSEWHERE;
          if (problem) return problem;
        }
      }
      if (held instanceof onnx.NodeProto) {
        nodes += 1;
        if (nodes > limits.nodes) return `has more than ${limits.nodes} nodes`;
        if (!domains.has(held.domain))
          return `uses the operator ${short(`${held.domain}.${held.opType}`)}, which is not one of ONNX`;
      }
      for (const one of Object.values(held)) if (typeof one === "object") open.push(one);
    }
    return null;
  }

  function labelsOf(node: Node): string[] {
    const decoder = new TextDecoder();
    for (const { name, strings, ints } of node.attribute) {
      if (name === "classlabels_strings") return (strings ?? []).map((one) => decoder.decode(one));
      if (name === "classlabels_int64s") return (ints ?? []).map(String);
    }
    return [];
  }

  /** Makes each ZipMap that ends the graph give the tensor that it gets. */
  function unzip(model: Model): Map<string, string[]> {
    const labels = new Map<string, string[]>();
    // A newer file may say more of functions than is decoded here: it is not written anew.
    if (!model.graph || model.functions.length > 0) return labels;
    if (!model.opsetImport.some(({ domain }) => !domain)) return labels;
    for (const node of model.graph.node ?? []) {
      const output = model.graph.output?.find(({ name }) => name === node.output?.[0]);
      if (!(node instanceof onnx.NodeProto) || node.opType !== "ZipMap" || !output) continue;
      const classes = labelsOf(node);
      const shape = { dim: [{}, { dimValue: classes.length }] };
      output.type = { tensorType: { elemType: onnx.TensorProto.DataType.FLOAT, shape } };
      Object.assign(node, { opType: "Identity", domain: "", attribute: [] });
      labels.set(output.name ?? "", classes);
    }
    return labels;
  }

  function isByRow({ graph, functions }: Model): boolean {
    const nodes = graph?.node ?? [];
    return functions.length === 0 && nodes.every(({ opType }) => BY_ROW.has(opType ?? ""));
  }

  let model: Model;
  try {
    model = onnx.ModelProto.decode(bytes);
  } catch {
    return { refused: NO_FILE };
  }
  const wanted = new Set<string>();
  const refused = problemOf(model, wanted);
  if (refused !== null) return { refused };
  if (wanted.size > 0) return { wants: [...wanted] };
  const labels = unzip(model);
  return {
    bytes: labels.size > 0 ? onnx.ModelProto.encode(model).finish() : bytes,
    labels,
    isByRow: isByRow(model),
  };
}
