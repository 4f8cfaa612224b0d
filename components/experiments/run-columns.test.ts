import { expect, it } from "vitest";
import { fieldName, keyColumn, orderBy, sortOf } from "./run-columns";

it.each([
  ["metrics.auc", { kind: "metrics", key: "auc" }],
  ["params.a.b", { kind: "params", key: "a.b" }],
  ["max.val/loss", { kind: "max", key: "val/loss" }],
  ["tags.", null],
  ["name", null],
  [".x", null],
  ["", null],
])("%s is the column %j", (id, column) => {
  expect(keyColumn(id)).toEqual(column);
});

it.each([
  ["metrics.auc", "metrics.auc"],
  ["metrics.val/loss", "metrics.`val/loss`"],
  ["params.a.b", "params.`a.b`"],
  ["params.1st", "params.`1st`"],
  ["tags.한글", "tags.한글"],
  ["name", "attributes.run_name"],
  ["min.val/loss", "min.`val/loss`"],
])("%s is called %s in a filter", (id, name) => {
  expect(fieldName(id)).toBe(name);
});

it("a sort survives the address", () => {
  expect(orderBy(sortOf("-metrics.val/loss"))).toBe("metrics.`val/loss` DESC");
  expect(orderBy(sortOf("started"))).toBe("attributes.start_time ASC");
  expect(orderBy(sortOf("nothing"))).toBe("");
});
