import { expect, it } from "vitest";
import { inParamOrder, paramOrder } from "./param-order";
import { DagSpec } from "./schema";

const TASKS = [{ task_id: "a", kind: "empty" }];
const specOf = (properties: Record<string, unknown>) =>
  DagSpec.parse({ dag_id: "d", tasks: TASKS, params: { type: "object", properties } });
const namesOf = (spec: DagSpec) => Object.keys(Object(spec.params.properties));

it.each([
  { name: "as they were written", order: ["name", "times", "day"], names: ["name", "times", "day"] },
  { name: "as they are, where no order is known", order: [], names: ["day", "name", "times"] },
  { name: "what the order does not name comes after", order: ["times"], names: ["times", "day", "name"] },
  { name: "a name that is gone", order: ["gone", "name"], names: ["name", "day", "times"] },
])("$name", ({ order, names }) => {
  expect(namesOf(inParamOrder(specOf({ day: {}, name: {}, times: {} }), order))).toEqual(names);
});

it("is what a spec says", () => {
  expect(paramOrder(specOf({ name: {}, times: {}, day: {} }))).toEqual(["name", "times", "day"]);
  expect(paramOrder(DagSpec.parse({ dag_id: "d", tasks: TASKS }))).toEqual([]);
});
