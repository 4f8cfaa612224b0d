import type { Signature } from "@/lib/experiments";
import { type FetchedFile, ModelProcess } from "./model-process";
import type { Known } from "./warm-model";

/** Writes the model's file, and returns what is said of the model. */
export type FetchModel = (file: string) => Promise<FetchedFile & { signature: Signature | null }>;
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
