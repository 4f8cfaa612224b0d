import { expect, test } from "vitest";
import type { PredictionView } from "@/lib/predictions/schema";
import { differencesOf } from "./differences";

const prediction = (changes: Partial<PredictionView> = {}): PredictionView => ({
  id: "pred_1",
  at: "2026-01-05T09:00:00Z",
  endpoint: "e",
  protocol: "predict",
  variant: 1,
  model: { name: "m", version: 1 },
  outcome: "ok",
  error: null,
  rows: 1,
  kept_rows: 1,
  total_ms: 1,
  caller: { type: "token", id: "t", name: "t" },
  labels: 0,
  request: [{ x: 1 }],
  given: null,
  features: null,
  response: [{ y: 0.5 }],
  latency_ms: { parse: 1, features: 0, wait: 0, run: 0, encode: 0 },
  run_id: null,
  request_id: "r",
  trace_id: null,
  earlier_id: null,
  feedback: [],
  ...changes,
});
const withFeatures = (rate: number | null, trips: number, age: number) =>
  prediction({
    features: {
      service: null,
      views: [
        {
          view: "v",
          features: ["rate", "trips"],
          rows: [
            { entity: {}, values: [rate, trips], statuses: [], event_timestamp: null, age_seconds: age },
          ],
        },
      ],
    },
  });

test("of two that are the same nothing differs, whenever and by whom they were asked", () => {
  const other = prediction({ id: "pred_2", at: "2026-01-06T09:00:00Z", total_ms: 9, request_id: "s" });
  expect(differencesOf(prediction(), other)).toEqual({ who: [], features: [], request: [], answer: [] });
});

test("each part says what differs and by how much", () => {
  const other = prediction({
    model: { name: "m", version: 2 },
    request: [{ x: 1, z: "a" }],
    response: [{ y: 0.75 }],
  });
  expect(differencesOf(prediction(), other)).toEqual({
    who: [{ path: "version", base: 1, other: 2, delta: 1 }],
    features: [],
    request: [{ path: "0.z", base: undefined, other: "a", delta: null }],
    answer: [{ path: "0.y", base: 0.5, other: 0.75, delta: 0.25 }],
  });
});

test("an answer and a refusal differ", () => {
  const other = prediction({ outcome: "invalid", response: null, error: "no" });
  expect(differencesOf(prediction(), other)).toMatchObject({
    who: [{ path: "outcome" }],
    answer: [{ path: "", other: "no" }],
  });
});

test("features are ordered by how much they changed, and age alone is no change", () => {
  expect(differencesOf(withFeatures(1, 5, 10), withFeatures(1, 5, 99)).features).toEqual([]);
  const { features } = differencesOf(withFeatures(10, 1, 10), withFeatures(11, 3, 99));
  expect(features).toEqual([
    { path: "0.v.trips", base: 1, other: 3, delta: 2, baseAge: 10, otherAge: 99 },
    { path: "0.v.rate", base: 10, other: 11, delta: 1, baseAge: 10, otherAge: 99 },
  ]);
  expect(differencesOf(withFeatures(null, 1, 1), withFeatures(2, 9, 1)).features[0]?.path).toBe("0.v.rate");
});
