import { expect, it } from "vitest";
import { parse } from "yaml";
import { DagSpec, type PipelineRow } from "@/lib/pipelines/schema";
import { EXAMPLE, filtered, pipelineHref, queryOf, SHOWS, tagsOf } from "./list-model";

const row = (dag_id: string, change: Partial<PipelineRow> = {}): PipelineRow => ({
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
  schedule_ended: false,
  stale_at: null,
  version: 1,
  updated_at: "2001-01-01T00:00:00Z",
  last_runs: [],
  last_ended: null,
  running: 0,
  queued: 0,
  rated: 0,
  succeeded: 0,
  ...change,
});
const ALL = { q: "", tag: "", show: null };
const ids = (rows: readonly PipelineRow[]) => rows.map((one) => one.dag_id);
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
  expect(ids(filtered(rows, { ...ALL, tag: "daily", show: "active" as const }))).toEqual(["Flights"]);
  expect(ids(filtered(rows, { ...ALL, show: "paused" as const }))).toEqual(["항공"]);
  expect(filtered(rows, { ...ALL, tag: "dai" })).toEqual([]);
});

it("shows what fails, runs, is active or paused, and asks the server for the same", () => {
  const ended = (state: string) => ({ state }) as PipelineRow["last_ended"];
  const some = [
    row("fails", { last_ended: ended("failed"), running: 1 }),
    row("gone", { last_ended: ended("failed"), stale_at: "2001-01-01T00:00:00Z" }),
    row("waits", { last_ended: ended("success"), queued: 3, is_paused: true }),
  ];
  const found = SHOWS.map((show) => [show, ids(filtered(some, { ...ALL, show })), queryOf({ ...ALL, show })]);
  const none = { q: null, tag: null, paused: null, failing: null, running: null };
  expect(found).toEqual([
    ["failing", ["fails"], { ...none, failing: "true" }],
    ["running", ["fails"], { ...none, running: "true" }],
    ["active", ["fails", "gone"], { ...none, paused: "false" }],
    ["paused", ["waits"], { ...none, paused: "true" }],
  ]);
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
