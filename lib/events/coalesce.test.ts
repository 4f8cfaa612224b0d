import { expect, it } from "vitest";
import { coalesce } from "./coalesce";
import type { DomainEvent } from "./event";

const run = (id: string): DomainEvent => ({ topic: "run", id, dag_id: "flights", run_id: id });
const task = (n: number, run_id = "run_1"): DomainEvent => ({
  ...{ topic: "task", id: `ti_${n}`, dag_id: "flights", run_id, task_id: `t${n}` },
});
const tasks = (count: number, run_id?: string) => Array.from({ length: count }, (_, at) => task(at, run_id));

it.each<[string, DomainEvent[], DomainEvent[]]>([
  ["nothing", [], []],
  ["the same twice", [run("a"), run("b"), run("a")], [run("a"), run("b")]],
  [
    "the same id of two topics",
    [run("a"), { topic: "setting", id: "a" }],
    [run("a"), { topic: "setting", id: "a" }],
  ],
  ["a few tasks of a run", tasks(20), tasks(20)],
  ["many tasks of a run", tasks(21), [run("run_1")]],
  ["many tasks, and the run itself", [run("run_1"), ...tasks(21)], [run("run_1")]],
  [
    "few tasks of many runs",
    ["x", "y"].flatMap((id) => tasks(11, id)),
    ["x", "y"].flatMap((id) => tasks(11, id)),
  ],
  ["one task many times", Array.from({ length: 50 }, () => task(1)), [task(1)]],
])("%s", (_name, events, told) => {
  expect(coalesce(events)).toEqual(told);
});

it("leaves out when and in which order it was recorded", () => {
  const recorded = ["1", "2"].map((seq) => ({ ...run("a"), seq, at: new Date() }));
  expect(coalesce(recorded)).toEqual([run("a")]);
});
