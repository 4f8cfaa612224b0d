import { expect, it } from "vitest";
import { readPolicy, textOf } from "./policy-text";

const SAVED = { run_days: 180, runs_per_pipeline: null, version_days: 30, worker_days: 30 };

it("reads back what it shows, and no limit as an empty field", () => {
  expect(textOf(SAVED)).toMatchObject({ run_days: "180", runs_per_pipeline: "" });
  expect(readPolicy(textOf(SAVED))).toEqual({ policy: SAVED, wrong: [] });
});

it.each([
  [{ run_days: "" }, []],
  [{ run_days: " 7 " }, []],
  [{ version_days: "" }, ["version_days"]],
  [{ run_days: "0" }, ["run_days"]],
  [{ run_days: "-3" }, ["run_days"]],
  [{ run_days: "1.5" }, ["run_days"]],
  [{ run_days: "36501" }, ["run_days"]],
  [{ worker_days: "1e3", runs_per_pipeline: "many" }, ["runs_per_pipeline", "worker_days"]],
])("%o leaves %o wrong", (change, wrong) => {
  const read = readPolicy({ ...textOf(SAVED), ...change });
  expect(read.wrong).toEqual(wrong);
  expect(read.policy === null).toBe(wrong.length > 0);
});
