import * as fc from "fast-check";
import { expect, it } from "vitest";
import { taskOrder } from "./task-order";

/** "a<b,c" is a task a that depends on b and c. */
const tasks = (...texts: string[]) =>
  texts.map((text) => {
    const [task_id = "", above = ""] = text.split("<");
    return { task_id, depends_on: above.split(",").filter(Boolean) };
  });

it.each([
  ["as written, when that is an order", [tasks("a", "b<a", "c<a")], ["a", "b", "c"]],
  [
    "what comes before is shown before",
    [tasks("load<clean", "clean<fetch", "fetch")],
    ["fetch", "clean", "load"],
  ],
  [
    "a new task stands where the newest version puts it",
    [
      tasks(
        "extract",
        "greet<extract",
        "maybe_fail<greet",
        "other<extract",
        "other_branch<other",
        "done<maybe_fail",
      ),
      tasks("extract", "greet<extract", "maybe_fail<greet", "other<extract", "done<maybe_fail"),
    ],
    ["extract", "greet", "maybe_fail", "other", "other_branch", "done"],
  ],
  [
    "what only an older version has follows what it depends on",
    [tasks("a", "b<a"), tasks("a", "gone<a")],
    ["a", "b", "gone"],
  ],
  ["a dependency that no version has is left out", [tasks("a<nothing")], ["a"]],
  ["the newest word counts when versions disagree", [tasks("a", "b<a"), tasks("b", "a<b")], ["a", "b"]],
  ["no version", [], []],
])("%s", (_, versions, order) => {
  expect(taskOrder(versions)).toEqual(order);
});

it("a long chain written backwards has an order too", () => {
  const chain = Array.from({ length: 20_000 }, (_, at) => ({
    task_id: `t${at}`,
    depends_on: [`t${at + 1}`],
  }));
  expect(taskOrder([chain]).slice(0, 2)).toEqual(["t19999", "t19998"]);
});

it("nothing is shown before what it depends on, whatever the graph", () => {
  const graph = fc
    .array(fc.array(fc.nat(20), { maxLength: 4 }), { maxLength: 20 })
    .map((rows) =>
      rows.map((above, at) => ({
        task_id: `t${at}`,
        depends_on: [...new Set(above.filter((up) => up < at))].map((up) => `t${up}`),
      })),
    )
    .chain((rows) => fc.shuffledSubarray(rows, { minLength: rows.length }));
  fc.assert(
    fc.property(graph, (written) => {
      const order = taskOrder([written]);
      expect(order.toSorted()).toEqual(written.map((task) => task.task_id).toSorted());
      for (const { task_id, depends_on } of written)
        for (const up of depends_on) expect(order.indexOf(up)).toBeLessThan(order.indexOf(task_id));
    }),
  );
});
