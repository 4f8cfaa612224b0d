import { expect, it, test } from "vitest";
import type { LogRecordView } from "@/lib/log-records/schema";
import { fieldValue, pageOfField } from "./attribute-links";

const record = (attributes: Record<string, unknown>, trace_id: string | null = null): LogRecordView => ({
  id: "1",
  time: "2026-01-05T12:00:00.000000Z",
  level: "info",
  service: "web",
  host: "",
  message: "said",
  trace_id,
  span_id: null,
  attributes,
});
const TASK = { pipeline: "flights", run: "run_1", task: "fit/one", attempt: 2, attempt_id: "a-1", line: 17 };

test.each([
  ["pipeline", TASK, "/pipelines/flights"],
  ["version", { ...TASK, version: 3 }, "/pipelines/flights?tab=code&version=3"],
  ["run", TASK, "/pipelines/flights/runs/run_1"],
  ["run", { run: "run_1" }, null],
  ["task", TASK, "/pipelines/flights/runs/run_1?task=fit%2Fone"],
  ["attempt", TASK, "/pipelines/flights/runs/run_1?task=fit%2Fone&try=2"],
  ["attempt_id", TASK, "/pipelines/flights/runs/run_1?task=fit%2Fone&try=2"],
  ["line", TASK, "/pipelines/flights/runs/run_1?task=fit%2Fone&try=2#L17"],
  ["line", { line: 17 }, null],
  ["experiment_run", { experiment: "4", experiment_run: "ab" }, "/experiments/4/runs/ab"],
  ["model", { model: "a b" }, "/models/a%20b"],
  ["model_version", { model: "m", model_version: "7" }, "/models/m/versions/7"],
  ["model_version", { model_version: "7" }, null],
  ["request", { request: "req_1" }, "/logs?q=request%3Areq_1"],
  ["constructor", { constructor: "x" }, null],
  ["run", { ...TASK, run: { deep: 1 } }, null],
  ["other", { other: "x" }, null],
])("%s of %j is at %s", (name, attributes, expected) => {
  expect(pageOfField(record(attributes), name)).toBe(expected);
});

it("a trace leads to all records of it", () => {
  expect(pageOfField(record({}, "t1"), "trace_id")).toBe("/logs?q=trace_id%3At1");
});

it("a field is one of the record, or an attribute, and never one of all objects", () => {
  expect(fieldValue(record({ a: 1 }), "a")).toBe(1);
  expect(fieldValue(record({ service: "other" }), "service")).toBe("web");
  expect([fieldValue(record({}), "host"), fieldValue(record({}), "toString")]).toEqual([null, null]);
});
