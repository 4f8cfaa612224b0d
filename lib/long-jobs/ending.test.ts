import { expect, it } from "vitest";
import { type CameBack, endingOf, MOST_FAILURES, waitBeforeNextMs } from "./ending";

const threw = (change: Partial<Extract<CameBack, { how: "threw" }>>): CameBack => ({
  how: "threw",
  stop: null,
  isStoreFault: false,
  failures: 0,
  ...change,
});

it.each([
  ["returns", { how: "returned" } as CameBack, "succeeded"],
  ["throws by itself", threw({}), "failed"],
  ["throws because it was cancelled", threw({ stop: "cancelled" }), "cancelled"],
  ["throws because the process drains", threw({ stop: "drained" }), "released"],
  ["throws because its lease is lost", threw({ stop: "lost" }), "gone"],
  ["meets a store that is away", threw({ isStoreFault: true }), "later"],
  [
    "meets one once more than is bearable",
    threw({ isStoreFault: true, failures: MOST_FAILURES - 1 }),
    "failed",
  ],
  ["is drained while a store is away", threw({ stop: "drained", isStoreFault: true }), "released"],
  ["is cancelled while a store is away", threw({ stop: "cancelled", isStoreFault: true }), "cancelled"],
])("an attempt that %s", (_, back, ending) => {
  expect(endingOf(back)).toBe(ending);
});

it("waits longer after each failure", () => {
  expect([1, 2, 3, 4, 5, 50].map(waitBeforeNextMs)).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 32_000]);
});
