import { expect, it } from "vitest";
import { parse } from "yaml";
import { DagSpec, type PipelineSummary } from "@/lib/pipelines/schema";
import { EXAMPLE, filtered, pipelineHref, tagsOf } from "./list-model";

const row = (dag_id: string, change: Partial<PipelineSummary> = {}): PipelineSummary => ({
  dag_id,
  description: null,
  owner: null,
  tags: [],
  is_paused: false,
  origin: "api",
  file_path: null,
  schedule: null,
  next_run_at: null,
  schedule_problem: null,
  stale_at: null,
  version: 1,
  updated_at: "2001-01-01T00:00:00Z",
  last_runs: [],
  ...change,
});
const ALL = { q: "", tag: "", paused: null };
const ids = (rows: readonly PipelineSummary[]) => rows.map((one) => one.dag_id);
const rows = [
  row("Flights", { tags: ["daily", "ml"] }),
  row("항공", { description: "Late FLIGHTS", is_paused: true, tags: ["daily"] }),
  row("taxis", { owner: "Data-Team" }),
];

it("finds names, descriptions, owners and tags in any case", () => {
  expect(ids(filtered(rows, { ...ALL, q: "flight" }))).toEqual(["Flights", "항공"]);
  expect(ids(filtered(rows, { ...ALL, q: "항" }))).toEqual(["항공"]);
  expect(ids(filtered(rows, { ...ALL, q: "ML" }))).toEqual(["Flights"]);
  expect(ids(filtered(rows, { ...ALL, q: "data-" }))).toEqual(["taxis"]);
});

it("joins filters", () => {
  expect(ids(filtered(rows, ALL))).toEqual(["Flights", "항공", "taxis"]);
  expect(ids(filtered(rows, { ...ALL, tag: "daily", paused: "false" }))).toEqual(["Flights"]);
  expect(ids(filtered(rows, { ...ALL, paused: "true" }))).toEqual(["항공"]);
  expect(filtered(rows, { ...ALL, tag: "dai" })).toEqual([]);
});

it("offers each tag once, and the current one always", () => {
  expect(tagsOf(["ml", "daily"], "ml")).toEqual(["daily", "ml"]);
  expect(tagsOf(["ml", "daily"], "")).toEqual(["daily", "ml"]);
  expect(tagsOf(["ml", "daily"], "gone")).toEqual(["daily", "gone", "ml"]);
});

it("links names that need escaping", () => {
  expect(pipelineHref("항공")).toBe(`/pipelines/${encodeURIComponent("항공")}`);
});

it("shows an example that the loader takes", () => {
  expect(DagSpec.parse(parse(EXAMPLE.text)).tasks).toHaveLength(1);
});
