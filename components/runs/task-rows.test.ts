import { expect, it } from "vitest";
import { rowsOfTasks, tasksThat } from "./task-rows";

const tasks = ["load", "fit.a:success", "check", "fit.b:failed", "only.one", "a.b.c", "a.b.d"].map((text) => {
  const [task_id = "", state = "success"] = text.split(":");
  return { task_id, state };
});
const texts = (closed: string[]) =>
  rowsOfTasks(tasks, new Set(closed)).map((row) =>
    row.kind === "group"
      ? `${row.name} (${row.count}, ${row.state})`
      : `${row.within ?? ""}>${row.task.task_id}`,
  );

it("puts the tasks of a group below its name, where the first of them is", () => {
  expect(texts([])).toEqual([
    ">load",
    "fit (2, failed)",
    "fit>fit.a",
    "fit>fit.b",
    ">check",
    ">only.one",
    "a.b (2, success)",
    "a.b>a.b.c",
    "a.b>a.b.d",
  ]);
});

it("leaves out the tasks of a closed group", () => {
  expect(texts(["fit", "a.b", "unknown"])).toEqual([
    ">load",
    "fit (2, failed)",
    ">check",
    ">only.one",
    "a.b (2, success)",
  ]);
});

it.each([
  ["FIT", null, ["fit.a", "fit.b"]],
  [" b", "failed", ["fit.b"]],
  ["", "failed", ["fit.b"]],
  ["nothing", null, []],
])("finds tasks by %j in state %s", (find, state, names) =>
  expect(tasksThat(tasks, find, state).map(({ task_id }) => task_id)).toEqual(names),
);
