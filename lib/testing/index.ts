/** Fixtures of integration tests: real stores, private to each file. Only tests import this. */
export { testCtx } from "./context";
export { type FakeClock, fakeClock } from "./fake-clock";
export { withClockAhead } from "./skewed-clock";
export { type FileStores, testStores } from "./stores";
export { stubEnv } from "./stub-env";
export { waitFor } from "./wait-for";
