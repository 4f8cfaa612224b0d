import { expect, test } from "vitest";
import { keptOf } from "./kept";

const most = { rows: 100, characters: 10_000 };
const rows = (count: number) => Array.from({ length: count }, (_, at) => ({ x: at }));
const answers = (count: number) => Array.from({ length: count }, (_, at) => ({ y: at }));
const ofRows = (count: number) => ({
  asked: { kind: "rows" as const, rows: rows(count) },
  given: undefined,
  features: null,
  answer: answers(count),
});

test("rows go in with their answers", () => {
  expect(keptOf(ofRows(2), most)).toEqual({
    rows: 2,
    keptRows: 2,
    request: '[{"x":0},{"x":1}]',
    given: null,
    features: null,
    response: '[{"y":0},{"y":1}]',
  });
});

test("an error has no answer", () => {
  expect(keptOf({ ...ofRows(1), answer: null }, most)).toMatchObject({ keptRows: 1, response: null });
});

test.each([
  ["rows", { rows: 3, characters: 10_000 }, 3],
  ["characters", { rows: 100, characters: 40 }, 2],
  ["no room for one", { rows: 100, characters: 13 }, 0],
])("a limit of %s cuts between rows, from both", (_name, limit, keptRows) => {
  const kept = keptOf(ofRows(10), limit);
  expect(kept).toMatchObject({ rows: 10, keptRows });
  expect(JSON.parse(kept.request)).toEqual(rows(keptRows));
  expect(JSON.parse(kept.response ?? "")).toEqual(answers(keptRows));
});

test("features and the rows made of them are cut with their rows", () => {
  const joined = rows(3).map(({ x }) => ({
    entity: { id: `${x}` },
    values: [x / 2],
    statuses: ["PRESENT"],
    event_timestamp: "2026-01-05T08:30:00Z",
  }));
  const features = { service: "all", views: [{ view: "trips", features: ["rate"], rows: joined }] };
  const kept = keptOf({ ...ofRows(3), given: answers(3), features }, { rows: 1, characters: 10_000 });
  expect(JSON.parse(kept.features ?? "")).toEqual({
    service: "all",
    views: [{ view: "trips", features: ["rate"], rows: joined.slice(0, 1) }],
  });
  expect(JSON.parse(kept.given ?? "")).toEqual([{ y: 0 }]);
});

test("tensors are kept whole, or by their names and shapes", () => {
  const input = { name: "x", shape: [2], datatype: "FP32", data: [1, -0] };
  const asked = { kind: "tensors" as const, inputs: [input], outputs: [{ name: "y" }] };
  const parts = { asked, given: undefined, features: null, answer: [{ name: "y", data: [1, 2] }] };
  const whole = keptOf(parts, most);
  expect(whole).toMatchObject({ rows: 2, keptRows: 2, response: '[{"name":"y","data":[1,2]}]' });
  expect(whole.request).toContain("[1,-0]");
  for (const limit of [
    { rows: 1, characters: 10_000 },
    { rows: 100, characters: 70 },
  ]) {
    const cut = keptOf(parts, limit);
    expect(cut).toMatchObject({ rows: 2, keptRows: 0, response: "[]" });
    expect(JSON.parse(cut.request)).toEqual({ inputs: [{ name: "x", shape: [2], datatype: "FP32" }] });
  }
});
