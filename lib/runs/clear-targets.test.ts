import { describe, expect, test } from "vitest";
import { type ClearableTask, clearTargets, onVersion } from "./clear-targets";

/** `a<b` : b waits for a. A trailing ! means that its own process said "skipped". */
function graph(text: string): ClearableTask[] {
  const tasks = text.split(" ").map((one) => {
    const [, taskId = "", above = "", state = ""] = /^(\w+)(?:<([\w,]+))?=(\S+)$/.exec(one) ?? [];
    const upstream = above === "" ? [] : above.split(",");
    return {
      id: `ti_${taskId}`,
      taskId,
      upstream,
      state: state.replace("!", ""),
      skippedItself: state.endsWith("!"),
    };
  });
  return tasks.map((task) => ({
    ...task,
    downstream: tasks.filter(({ upstream }) => upstream.includes(task.taskId)).map(({ taskId }) => taskId),
  }));
}
const wish = { only_failed: false, downstream: false };
const targets = (text: string, asked: Parameters<typeof clearTargets>[1]) =>
  [...clearTargets(graph(text), asked)].sort();

describe("what failed", () => {
  test.each([
    ["what ended badly, each way", "a=failed b=upstream_failed c=cancelled d=success", ["a", "b", "c"]],
    [
      "what never had its turn: the time of the run was over",
      "a=cancelled b=skipped c<b=skipped",
      ["a", "b", "c"],
    ],
    [
      "not what said itself that it is skipped, nor what fell with it",
      "a=skipped! b<a=skipped c<b=skipped d=failed",
      ["d"],
    ],
    [
      "not a join below one that skipped, although the time was over too",
      "a=skipped! b=skipped c<a,b=skipped",
      ["b"],
    ],
    ["nothing where all is well", "a=success b<a=success", []],
  ])("%s", (_what, text, expected) => {
    expect(targets(text, { ...wish, only_failed: true })).toEqual(expected);
  });

  test("of those named, and all that is below", () => {
    const text = "a=failed b<a=success c=failed";
    expect(targets(text, { only_failed: true, downstream: true, task_ids: ["a", "b"] })).toEqual(["a", "b"]);
  });
});

test("below is everything below, once", () => {
  const text = "a=success b<a=success c<a=success d<b,c=success e=success";
  expect(targets(text, { ...wish, downstream: true, task_ids: ["a"] })).toEqual(["a", "b", "c", "d"]);
  expect(targets(text, { ...wish, task_ids: ["a"] })).toEqual(["a"]);
});

test("on another version: its graph decides, what it brings along runs, what it lacks is left out", () => {
  const spec = {
    tasks: [
      { task_id: "a" },
      { task_id: "fresh", depends_on: ["a"] },
      { task_id: "c", depends_on: ["fresh"] },
    ],
  };
  const tasks = onVersion(graph("a=success b<a=failed c<b=upstream_failed"), spec);
  expect(tasks.map(({ taskId, id, state }) => [taskId, id, state])).toEqual([
    ["a", "ti_a", "success"],
    ["fresh", null, "none"],
    ["c", "ti_c", "upstream_failed"],
  ]);
  expect([...clearTargets(tasks, { ...wish, task_ids: ["a"] })].sort()).toEqual(["a", "fresh"]);
  expect([...clearTargets(tasks, { only_failed: true, downstream: true })].sort()).toEqual(["c", "fresh"]);
});
