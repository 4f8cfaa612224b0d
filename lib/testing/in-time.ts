import { createContext, Script } from "node:vm";

/** Far more than linear work takes on a busy machine, and far less than quadratic work. */
const DEADLINE_MS = 5_000;

/** Runs synchronous work, and interrupts it with an error when it takes too long on a hostile input. */
export function inTime<T>(work: () => T): T {
  let result: T | undefined;
  const context = createContext({
    run: () => {
      result = work();
    },
  });
  new Script("run()").runInContext(context, { timeout: DEADLINE_MS });
  return result as T;
}
