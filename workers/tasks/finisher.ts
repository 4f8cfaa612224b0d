import type { FinishInput, FinishResult } from "@/lib/runs";

type Waiting = {
  input: FinishInput;
  resolve(result: FinishResult): void;
  reject(error: unknown): void;
};
export type Finisher = (runId: string, input: FinishInput) => Promise<FinishResult>;

const MOST_TOGETHER = 50;

/**
 * Saves ends, one transaction at a time for each run. Ends that arrive meanwhile wait here, not for the run's lock in
 * the database, and are saved together. When a group fails, each end is tried alone, so a bad one fails only itself.
 */
export function createFinisher(
  finishTogether: (inputs: readonly FinishInput[]) => Promise<FinishResult[]>,
): Finisher {
  const runs = new Map<string, Waiting[]>();

  async function settle(group: readonly Waiting[]): Promise<void> {
    try {
      const results = await finishTogether(group.map((one) => one.input));
      group.forEach((one, at) => {
        const result = results[at];
        if (result) one.resolve(result);
        else one.reject(new Error("An outcome was not answered"));
      });
    } catch (error) {
      if (group.length === 1) group[0]?.reject(error);
      else for (const one of group) await settle([one]);
    }
  }

  async function drain(runId: string, waiting: Waiting[]): Promise<void> {
    while (waiting.length > 0) await settle(waiting.splice(0, MOST_TOGETHER));
    runs.delete(runId);
  }

  return (runId, input) =>
    new Promise((resolve, reject) => {
      const one = { input, resolve, reject };
      const waiting = runs.get(runId);
      if (waiting) {
        waiting.push(one);
        return;
      }
      const fresh = [one];
      runs.set(runId, fresh);
      void drain(runId, fresh);
    });
}
