import type { InferenceSession, TypedTensor } from "onnxruntime-node";
import type { Order, Report, Run, RunResult } from "./messages";
import type { NamedTensor, Port, TensorType } from "./tensor";

/**
 * The program of a process that holds one model. Node receives its text, because a bundle has no file for a process, so it
 * must not use anything of this module. The file is looked through before the runtime sees it: what lies in other files, operators that are
 * not the standard's, and more nodes than are good are refused. Then the model answers one row of zeros, so that one that never
 * ends is known before it is asked. Native code cannot be interrupted: the parent kills this process when a deadline is over, and
 * a thread of its own ends it when there is no parent any more.
 */
export function modelProgram(): void {
  const MOST_SAID = 300;
  const PARENT_CHECK_MS = 1_000;
  const EXTERNAL = 1;
  const DOMAINS = new Set(["", "ai.onnx", "ai.onnx.ml", "com.microsoft"]);
  const FORBIDDEN_NAMES = new Set(["__proto__", "constructor", "prototype"]);
  const FILLED = {
    float32: Float32Array,
    float64: Float64Array,
    int8: Int8Array,
    int16: Int16Array,
    int32: Int32Array,
    int64: BigInt64Array,
    uint8: Uint8Array,
    uint16: Uint16Array,
    uint32: Uint32Array,
    uint64: BigUint64Array,
    bool: Uint8Array,
  };

  const { createRequire } = process.getBuiltinModule("node:module");
  const { readFileSync, rmSync, unlinkSync } = process.getBuiltinModule("node:fs");
  const { Worker } = process.getBuiltinModule("node:worker_threads");
  const [, packages = "", parent = ""] = process.argv;
  const folder = process.cwd();
  const watch = `setInterval(() => {
    if (process.ppid === ${Number(parent)}) return;
    require("node:fs").rmSync(${JSON.stringify(folder)}, { recursive: true, force: true });
    process.kill(process.pid, "SIGKILL");
  }, ${PARENT_CHECK_MS});`;
  new Worker(watch, {
    eval: true,
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 4 },
  });
  process.on("disconnect", () => {
    rmSync(folder, { recursive: true, force: true });
    process.kill(process.pid, "SIGKILL");
  });

  const load = createRequire(packages);
  const ort = load("onnxruntime-node") as typeof import("onnxruntime-node");
  const { onnx } = load("onnx-proto") as typeof import("onnx-proto");
  let session: InferenceSession | undefined;
  let mostOutput = 0;

  const text = (error: unknown) => String(error instanceof Error ? error.message : error).slice(0, MOST_SAID);
  const isServed = (type: string): type is TensorType => type === "string" || type in FILLED;

  /** Null for a file that may be given to the runtime. */
  function problemOf(bytes: Buffer, limits: { nodes: number; tensors: number }): string | null {
    let model: InstanceType<typeof onnx.ModelProto>;
    try {
      model = onnx.ModelProto.decode(bytes);
    } catch {
      return "is no ONNX file";
    }
    if (!model.graph) return "is no ONNX file";
    if (model.trainingInfo.length > 0) return "holds the steps of a training, which are not run here";
    const domains = new Set(DOMAINS);
    for (const own of model.functions) domains.add(own.domain ?? "");
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
        if (held.dataLocation === EXTERNAL || held.externalData.length > 0)
          return "keeps weights in other files, which are not read here. Save it in one file: MLflow's log_model(save_as_external_data=False)";
        if (tensors > limits.tensors) return `has more than ${limits.tensors} tensors`;
      }
      if (held instanceof onnx.NodeProto) {
        nodes += 1;
        if (nodes > limits.nodes) return `has more than ${limits.nodes} nodes`;
        if (!domains.has(held.domain))
          return `uses the operator ${text(`${held.domain}.${held.opType}`)}, which is not one of ONNX`;
      }
      for (const one of Object.values(held)) if (typeof one === "object") open.push(one);
    }
    return null;
  }

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

  function zerosOf({ name, type, dims }: Port): NamedTensor {
    const one = dims.map((dim) => (dim < 0 ? 1 : dim));
    const size = one.reduce((product, dim) => product * dim, 1);
    const data = type === "string" ? new Array<string>(size).fill("") : new FILLED[type](size);
    return { name, type, dims: one, data };
  }

  async function loaded({ file, limits }: Order & { kind: "load" }): Promise<Report> {
    const bytes = readFileSync(file);
    unlinkSync(file);
    const refused = (said: string): Report => ({ kind: "refused", said });
    const problem = problemOf(bytes, limits);
    if (problem) return refused(problem);
    try {
      session = await ort.InferenceSession.create(bytes, {
        executionProviders: ["cpu"],
        intraOpNumThreads: 1,
        interOpNumThreads: 1,
        executionMode: "sequential",
        enableCpuMemArena: false,
        enableMemPattern: false,
        logSeverityLevel: 4,
      });
    } catch (error) {
      return refused(`is not loaded by the runtime: ${text(error)}`);
    }
    mostOutput = limits.outputValues;
    const [inputs, outputs] = [portsOf(session.inputMetadata), portsOf(session.outputMetadata)];
    const taken: Port[] = [];
    for (const port of inputs) {
      if (FORBIDDEN_NAMES.has(port.name)) return refused(`has an input named ${port.name}`);
      if (!isPort(port))
        return refused(`has an input "${text(port.name)}" of the type ${port.type}, which is not served`);
      taken.push(port);
      const size = port.dims.reduce((product, dim) => product * Math.max(dim, 1), 1);
      if (size > limits.inputValues)
        return refused(`wants ${size} values for "${text(port.name)}" in one row`);
    }
    const given = outputs.filter(isPort).filter(({ name }) => !FORBIDDEN_NAMES.has(name));
    const leftOut = outputs.filter((port) => !isPort(port)).map(({ name }) => name);
    if (given.length === 0)
      return refused(
        "has no output that is a tensor. Convert a classifier of scikit-learn with options={'zipmap': False}",
      );
    // Dimensions that must fit each other may refuse a row of zeros: only its end matters.
    await ran({ feeds: taken.map(zerosOf), outputs: given.map(({ name }) => name) });
    return { kind: "loaded", ports: { inputs: taken, outputs: given, leftOut } };
  }

  /** The guarantee: the parent made the data for this very type, and the runtime looks again. */
  const tensorOf = ({ type, dims, data }: NamedTensor) => new ort.Tensor(type, data as never, dims);
  /** The guarantee: only outputs that are tensors of served types are asked for. */
  const outputOf = (value: unknown) => value as TypedTensor<TensorType>;

  async function ran({ feeds, outputs }: Run): Promise<RunResult> {
    try {
      if (!session) throw new Error("No model is loaded");
      const tensors = feeds.map((feed) => [feed.name, tensorOf(feed)]);
      const results = await session.run(Object.fromEntries(tensors), [...outputs]);
      const made: NamedTensor[] = [];
      for (const name of outputs) {
        const { type, dims, data } = outputOf(results[name]);
        if (data.length > mostOutput)
          return { failed: `more than ${mostOutput} values came out of "${text(name)}"` };
        made.push({ name, type, dims: [...dims], data });
      }
      return { outputs: made };
    } catch (error) {
      return { failed: text(error) };
    }
  }

  async function answer(order: Order): Promise<Report> {
    if (order.kind === "load") return loaded(order);
    const results: RunResult[] = [];
    for (const run of order.runs) results.push(await ran(run));
    return { kind: "ran", results };
  }

  process.on("message", (order: Order) => void answer(order).then((report) => process.send?.(report)));
}
