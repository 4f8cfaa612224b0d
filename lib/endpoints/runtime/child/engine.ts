import type { ModelPorts, Run, RunResult } from "../messages";

/** A model that is loaded, whatever computes it. */
export type Engine = {
  ports: ModelPorts;
  /** Each step of it is by row, as far as its operators say. */
  isByRow: boolean;
  run(run: Run): RunResult | Promise<RunResult>;
};

/** Loads packages of this installation. */
export type Load = (name: string) => unknown;

/** `refused` is the end of a sentence that begins with the model; `wants` are files that lie beside the model's. */
export type Loaded = { engine: Engine } | { refused: string } | { wants: string[] };
