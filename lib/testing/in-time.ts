import { createContext, Script } from "node:vm";

/** Far more than linear work on a test's input takes on the busiest machine, and far less than quadratic work does. */
const DEADLINE_MS = 5_000;

/** Runs synchronous work that must not depend on how nasty its input is; it is interrupted, and throws, when it goes on and on. */
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
