import { expect, it } from "vitest";
import { parseEvent } from "./leader";
import { isStale } from "./topics";

const run = { topic: "run", id: "run_1", dag_id: "flights" };

it.each([
  [["runs", "list", { state: "failed" }], true],
  [["runs", { state: "failed" }], true],
  [["runs", "run_1"], true],
  [["runs", "run_2", "tasks"], false],
  [["pipelines", "flights", "grid"], true],
  [["pipelines", "other", "grid"], false],
  [["pipelines", "list"], true],
  [["team", "members"], false],
  [["run_artifacts", "run_1", "latest"], true],
  [["run_artifacts", "run_2", "latest"], false],
  [["artifacts", "list", {}], false],
  [[{ odd: true }], false],
])("a change of run_1 makes %j stale: %s", (key, stale) => {
  expect(isStale(run, key)).toBe(stale);
});

it.each(["task", "artifact"])(
  "what a run shows of its artifacts is read again after a change of a %s",
  (topic) => {
    const change = { topic, id: "x", run_id: "run_1" };
    expect(isStale(change, ["run_artifacts", "run_1", "all"])).toBe(true);
    expect(isStale(change, ["run_artifacts", "run_2", "all"])).toBe(false);
  },
);

it.each([
  ["experiment", ["experiments", "list", "", "active"], true],
  ["experiment", ["experiments", "7", "runs", {}], true],
  ["experiment", ["experiments", "8", "runs", {}], false],
  ["experiment", ["experiments", "run", "abc"], true],
  ["experiment_run", ["experiments", "list", "", "active"], true],
  ["experiment_run", ["experiments", "7", "runs", {}], true],
  ["experiment_run", ["experiments", "run", "abc", "samples"], true],
  ["experiment_run", ["experiments", "run", "def"], false],
  ["experiment_log", ["experiments", "list", "", "active"], false],
  ["experiment_log", ["experiments", "7", "runs", {}], true],
  ["experiment_log", ["experiments", "run", "abc"], true],
  ["experiment_log", ["experiments", "run", "def"], false],
])("a change of the topic %s makes %j stale: %s", (topic, key, stale) => {
  const event = topic === "experiment" ? { topic, id: "7" } : { topic, id: "abc", run_id: "7" };
  expect(isStale(event, key)).toBe(stale);
});

it("unknown topics touch nothing", () => {
  expect(isStale({ topic: "weather", id: "x" }, ["runs", "list"])).toBe(false);
});

it("events are parsed, not trusted", () => {
  expect(parseEvent('{"topic":"run","id":"run_1","dag_id":"flights","extra":1}')).toEqual(run);
  const task = { topic: "task", id: "ti_1", run_id: "run_1", attempt_id: "0192" };
  expect(parseEvent(JSON.stringify(task))).toEqual(task);
  for (const text of ["", "{", "null", "[]", '{"topic":1,"id":"x"}', undefined, 7])
    expect(parseEvent(text)).toBeNull();
});
