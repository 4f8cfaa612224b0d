import { expect, test } from "vitest";
import type { DayParts } from "./repository/partitions";
import { halves, type Slice, slicesOf, widening } from "./slices";

const at = (day: number, hour = 0) => new Date(Date.UTC(2026, 0, day, hour)).toISOString();
const sealed = (day: number): DayParts => ({ day: at(day).slice(0, 10), sealed: true, hours: [] });
const open = (day: number, rows: Readonly<Record<number, number>>): DayParts => ({
  day: at(day).slice(0, 10),
  sealed: false,
  hours: Object.entries(rows).map(([hour, count]) => ({ at: new Date(at(day, Number(hour))), rows: count })),
});
const written = (slices: readonly Slice[]) =>
  slices.map(({ from, to, indexed }) => `${from.slice(8, 13)}-${to.slice(8, 13)}${indexed ? "" : " open"}`);

test.each<[string, DayParts[], string[]]>([
  ["days with indexes, each by itself", [sealed(3), sealed(2)], ["03T00-04T00", "02T12-03T00"]],
  ["a small open day in one piece", [open(4, { 9: 10, 8: 199_000 })], ["04T00-04T10 open"]],
  [
    "a large one where it has 200,000 records, at whole hours",
    [open(4, { 0: 50_000, 3: 150_000, 4: 120_000, 8: 90_000, 9: 900_000 })],
    ["04T09-04T10 open", "04T04-04T09 open", "04T00-04T04 open"],
  ],
  [
    "hours outside of the range cut nothing",
    [open(4, { 11: 900_000 }), open(2, { 5: 900_000 })],
    ["04T00-04T10 open", "02T12-03T00 open"],
  ],
  ["no day outside of the range", [sealed(5), sealed(1)], []],
])("a range is cut into %s", (_, days, slices) => {
  expect(written(slicesOf({ from: at(2, 12), to: at(4, 10) }, days))).toEqual(slices);
});

test("a search that may end early takes twice as many days each time, and open ones by themselves", () => {
  const days = [open(20, {}), ...Array.from({ length: 19 }, (_, n) => sealed(19 - n))];
  expect(written(widening(slicesOf({ from: at(1), to: at(21) }, days)))).toEqual([
    "20T00-21T00 open",
    "19T00-20T00",
    "17T00-19T00",
    "13T00-17T00",
    "05T00-13T00",
    "01T00-05T00",
  ]);
});

test("what took too long is tried in halves, until an hour is left", () => {
  const day = { from: at(1), to: at(2), indexed: true };
  expect(halves(day)).toEqual([
    { ...day, from: at(1, 12) },
    { ...day, to: at(1, 12) },
  ]);
  expect(halves({ from: at(1), to: at(1, 1), indexed: false })).toBeNull();
});
