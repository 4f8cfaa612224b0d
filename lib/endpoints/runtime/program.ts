import type { Engine, Loaded } from "./child/engine";
import { onnxEngine } from "./child/onnx";
import { preparedOnnx } from "./child/onnx-file";
import { ranPacket } from "./child/packets";
import { provenRowWise } from "./child/row-wise";
import { treesEngine } from "./child/trees";
import { xgboostDocument } from "./child/trees/document";
import { addLeaves, forestOf } from "./child/trees/forest";
import { lightgbmModel } from "./child/trees/lightgbm";
import { treeAnswers, treeOutputs } from "./child/trees/links";
import { readUbjson } from "./child/trees/ubjson";
import { xgboostModel } from "./child/trees/xgboost";
import type { LoadOrder, Order, PacketResult, Report, Run, RunResult } from "./messages";
import type { NamedTensor, Port } from "./tensor";

const PARTS = {
  onnxEngine,
  preparedOnnx,
  provenRowWise,
  ranPacket,
  treesEngine,
  addLeaves,
  forestOf,
  lightgbmModel,
  readUbjson,
  treeAnswers,
  treeOutputs,
  xgboostDocument,
  xgboostModel,
};

/** The program as node receives it: a bundle has no file for a process, so each part travels as its text. */
export function programText(): string {
  const parts = Object.entries(PARTS).map(([name, part]) => `${JSON.stringify(name)}: ${part}`);
  return `(${modelProgram})({${parts.join(",\n")}})`;
}

/**
 * The program of a process that holds one model. Its text is sent, so that it uses nothing of this module. The file is looked
 * through before it is run. Then the model answers one row of zeros, so that one that never ends is known before it is asked.
 * Native code cannot be interrupted: the parent kills this process when a deadline is over, and a thread of its own ends it when
 * there is no parent any more.
 */
function modelProgram(parts: typeof PARTS): void {
  const MOST_SAID = 300;
  const PARENT_CHECK_MS = 1_000;
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
  const { rmSync, unlinkSync } = process.getBuiltinModule("node:fs");
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

  let engine: Engine | undefined;
  const text = (error: unknown) => String(error instanceof Error ? error.message : error).slice(0, MOST_SAID);

  function zerosOf({ name, type, dims }: Port): NamedTensor {
    const one = dims.map((dim) => (dim < 0 ? 1 : dim));
    const size = one.reduce((product, dim) => product * dim, 1);
    const data = type === "string" ? new Array<string>(size).fill("") : new FILLED[type](size);
    return { name, type, dims: one, data };
  }
  async function loadedBy(order: LoadOrder): Promise<Loaded> {
    try {
      if (order.format !== "onnx") return parts.treesEngine(order, parts);
      return await parts.onnxEngine(createRequire(packages), order, parts.preparedOnnx);
    } catch (error) {
      return { refused: `cannot be read: ${text(error)}` };
    }
  }

  async function loaded(order: LoadOrder): Promise<Report> {
    const made = await loadedBy(order);
    if ("wants" in made) return { kind: "wants", names: made.wants };
    for (const file of [order.file, ...order.beside.map(({ file }) => file)]) unlinkSync(file);
    if ("refused" in made) return { kind: "refused", said: made.refused };
    const { inputs, outputs } = made.engine.ports;
    for (const { name, dims } of inputs) {
      const size = dims.reduce((product, dim) => product * Math.max(dim, 1), 1);
      if (size > order.limits.inputValues)
        return { kind: "refused", said: `wants ${size} values for "${text(name)}" in one row` };
    }
    engine = made.engine;
    // Dimensions that must fit each other may refuse a row of zeros: only its end matters.
    await ran({ feeds: inputs.map(zerosOf), outputs: outputs.map(({ name }) => name) });
    const isRowWise = made.engine.isByRow && (await provenByRow(made.engine, order.limits.rowsTogether));
    return { kind: "loaded", ports: { ...made.engine.ports, ...(isRowWise && { isRowWise }) } };
  }

  async function provenByRow(engine: Engine, rows: number): Promise<boolean> {
    try {
      return await parts.provenRowWise(engine, rows);
    } catch {
      return false;
    }
  }

  async function ran(run: Run): Promise<RunResult> {
    try {
      if (!engine) throw new Error("No model is loaded");
      return await engine.run(run);
    } catch (error) {
      return { failed: text(error) };
    }
  }

  async function answer(order: Order): Promise<Report> {
    if (order.kind === "load") return loaded(order);
    const packets: PacketResult[] = [];
    for (const packet of order.packets) packets.push(await parts.ranPacket(packet, ran));
    return { kind: "ran", packets };
  }

  process.on("message", (order: Order) => void answer(order).then((report) => process.send?.(report)));
}
