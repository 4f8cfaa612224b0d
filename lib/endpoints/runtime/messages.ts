import type { NamedTensor, Port } from "./tensor";

/** Who wrote a model's file, and so what computes it. */
export type ModelFormat = "onnx" | "xgboost" | "lightgbm";

/** What a model's process is sent, one order at a time, and what it answers to each. */
export type Order = LoadOrder | { kind: "run"; packets: readonly Packet[] };
/** `beside` are the files of weights that the model wanted, under its own names for them. */
export type LoadOrder = {
  kind: "load";
  format: ModelFormat;
  file: string;
  beside: readonly { name: string; file: string }[];
  limits: ModelLimits;
};
export type Run = { feeds: readonly NamedTensor[]; outputs: readonly string[] };
/** One run; or several of one form, whose rows are one behind the other: so many of each. A tensor costs a message more than its values. */
export type Packet = Run & { rows?: readonly number[] };

export type Report =
  | { kind: "loaded"; ports: ModelPorts }
  /** Files in the model's folder without which it cannot be loaded. */
  | { kind: "wants"; names: readonly string[] }
  /** `said` is the end of a sentence that begins with the model. */
  | { kind: "refused"; said: string }
  | { kind: "ran"; packets: readonly PacketResult[] };
export type RunResult = { outputs: NamedTensor[] } | { failed: string };
/** Of several runs: what came out, one behind the other; or run by run, where that is of several forms. */
export type PacketResult = RunResult | { packed: NamedTensor[] } | { results: RunResult[] };

export type ModelPorts = {
  inputs: Port[];
  outputs: Port[];
  /** Outputs that are no tensors: they are not computed. */
  leftOut: string[];
  /** A row gets the same bits alone and among up to MODEL.rowsTogether. */
  isRowWise?: true;
};
export type ModelLimits = {
  rowsTogether: number;
  nodes: number;
  tensors: number;
  filesBeside: number;
  inputValues: number;
  outputValues: number;
  trees: number;
  treeNodes: number;
  depth: number;
  setWords: number;
};
/** Of the program, by its arguments. */
export type ProgramSettings = { packages: string; parent: number };
