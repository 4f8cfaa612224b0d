import { ModelProcess } from "./model-process";
import type { Known } from "./warm-model";
import type { FetchModel } from "./warm-models";

export type StartedModel = { process: Pick<ModelProcess, "run" | "isGone" | "kill">; known: Known };
/** Starts the process of a model and loads it. Throws ModelRefused and ModelGone. */
export type StartModel = (limits: { memoryBytes: number; loadMs: number }) => Promise<StartedModel>;

/** In a process of ours, which never executes what a model's file says. */
export function nativeModel(fetch: FetchModel): StartModel {
  return async ({ memoryBytes, loadMs }) => {
    const process = await ModelProcess.start(memoryBytes);
    try {
      const { ports, fetched } = await process.load(fetch, loadMs);
      return { process, known: { ...fetched, ports } };
    } catch (error) {
      process.kill();
      throw error;
    }
  };
}
