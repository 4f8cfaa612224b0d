import { expect, test } from "vitest";
import { taskRefOf } from "./inputs";

const ids = { pipeline: "flights", run: "run_1", task: "train", attempt: 2 };

test.each([
  [ids, { dagId: "flights", runId: "run_1", taskId: "train", number: 2 }],
  [
    { ...ids, attempt: "3" },
    { dagId: "flights", runId: "run_1", taskId: "train", number: 3 },
  ],
  [{ ...ids, attempt: 0 }, null],
  [{ ...ids, attempt: "x" }, null],
  [{ ...ids, run: undefined }, null],
  [{ ...ids, task: 3 }, null],
  [{}, null],
])("the try that %j speaks of", (attributes, ref) => {
  expect(taskRefOf({ attributes })).toEqual(ref);
});
