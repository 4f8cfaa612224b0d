import type { NamedTensor, Port } from "./tensor";

/** Who wrote a model's file, and so what computes it. */
export type ModelFormat = "onnx" | "xgboost" | "lightgbm";

/** What a model's process is sent, one order at a time, and what it answers to each. */
export type Order = LoadOrder | { kind: "run"; runs: readonly Run[] };
/** `beside` are the files of weights that the model wanted, under its own names for them. */
export type LoadOrder = {
  kind: "load";
  format: ModelFormat;
  file: string;
  beside: readonly { name: string; file: string }[];
  limits: ModelLimits;
};
export type Run = { feeds: readonly NamedTensor[]; outputs: readonly string[] };

export type Report =
  | { kind: "loaded"; ports: ModelPorts }
  /** Files in the model's folder without which it cannot be loaded. */
  | { kind: "wants"; names: readonly string[] }
  /** `said` is the end of a sentence that begins with the model. */
  | { kind: "refused"; said: string }
  | { kind: "ran"; results: readonly RunResult[] };
export type RunResult = { outputs: NamedTensor[] } | { failed: string };

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
