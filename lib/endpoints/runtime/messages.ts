import type { NamedTensor, Port } from "./tensor";

/** What a model's process is sent, one order at a time, and what it answers to each. */
export type Order =
  | { kind: "load"; file: string; limits: ModelLimits }
  | { kind: "run"; runs: readonly Run[] };
export type Run = { feeds: readonly NamedTensor[]; outputs: readonly string[] };

export type Report =
  | { kind: "loaded"; ports: ModelPorts }
  /** `said` is the end of a sentence that begins with the model. */
  | { kind: "refused"; said: string }
  | { kind: "ran"; results: readonly RunResult[] };
export type RunResult = { outputs: NamedTensor[] } | { failed: string };

export type ModelPorts = {
  inputs: Port[];
  outputs: Port[];
  /** Outputs that are no tensors, such as ZipMap's: they are not computed. */
  leftOut: string[];
};
export type ModelLimits = { nodes: number; tensors: number; inputValues: number; outputValues: number };
/** Of the program, by its arguments. */
export type ProgramSettings = { packages: string; parent: number };
