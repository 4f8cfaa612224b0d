import { describe, expect, it } from "vitest";
import type { KnownView } from "../online/definitions";
import type { FeatureValue } from "../online/feature-value";
import { encodeRow } from "../online/stored-row";
import type { FeatureType } from "../values";
import { Comparison } from "./compare";

const HOUR_US = 3_600_000_000;
const END = 100 * HOUR_US;

function viewOf(type: FeatureType, ttlSeconds = 0): KnownView {
  const fields = new Map([["a", { type, at: 0 }]]);
  const layouts = new Map([[0, fields]]);
  return { id: "1", name: "v", schemaVersion: 0, ttlSeconds, joinKeys: [], keyPrefix: "", fields, layouts };
}
const row = (eventUs: number, ...values: (FeatureValue | undefined)[]) =>
  encodeRow({ eventUs, createdUs: 0, schemaVersion: 0, values });

function compared(type: FeatureType, offline: string, online: string | null, ttlSeconds = 0) {
  const comparison = new Comparison(viewOf(type, ttlSeconds), END);
  comparison.add({ entity: { id: "1" }, offline, online });
  const [feature] = comparison.features;
  return { newer: comparison.newer, compared: feature?.compared, mismatched: feature?.mismatched };
}
const SAME = { newer: 0, compared: 1, mismatched: 0 };
const OTHER = { newer: 0, compared: 1, mismatched: 1 };
const NEWER = { newer: 1, compared: 0, mismatched: 0 };
const before = END - HOUR_US;

describe("an online value is compared with that of the files", () => {
  it.each<[string, FeatureType, string, string | null, object]>([
    ["the same", "INT64", row(before, 1), row(before, 1), SAME],
    ["another", "INT64", row(before, 1), row(before, 2), OTHER],
    [
      "digits beyond a double",
      "INT64",
      row(before, "9007199254740993"),
      row(before, "9007199254740992"),
      OTHER,
    ],
    ["the same of another moment", "INT64", row(before, 1), row(before - HOUR_US, 1), SAME],
    ["one that is gone", "INT64", row(before, 1), null, OTHER],
    ["null for null", "INT64", row(before, null), row(before, null), SAME],
    ["null for one that is gone", "INT64", row(before, null), null, SAME],
    ["null for one that was left out", "INT64", row(before, null), row(before, undefined), SAME],
    ["a value for null", "INT64", row(before, null), row(before, 0), OTHER],
    ["32 bits of a push", "FLOAT", row(before, 0.10000000149011612), row(before, 0.1), SAME],
    ["a list of 32 bits", "FLOAT_LIST", row(before, [0.10000000149011612]), row(before, [0.1]), SAME],
    ["64 bits are all of them", "DOUBLE", row(before, 0.10000000149011612), row(before, 0.1), OTHER],
    ["a list in another order", "STRING_LIST", row(before, ["a", "b"]), row(before, ["b", "a"]), OTHER],
    ["one of the last microsecond", "INT64", row(END - 1, 1), row(END - 1, 2), OTHER],
    ["one that is newer than the files", "INT64", row(before, 1), row(END, 2), NEWER],
  ])("%s", (_name, type, offline, online, wanted) => {
    expect(compared(type, offline, online)).toEqual(wanted);
  });

  it("as it was served then: one that was too old is null, on both sides", () => {
    const [young, old] = [END - 1 - HOUR_US, END - 2 - HOUR_US];
    expect(compared("INT64", row(young, 1), row(young, 1), 3_600)).toEqual(SAME);
    expect(compared("INT64", row(young, 1), row(old, 1), 3_600)).toEqual(OTHER);
  });
});
