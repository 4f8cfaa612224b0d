import { describe, expect, it, test } from "vitest";
import type { ContractField } from "@/lib/endpoints/schema";
import { faultAt, faultsOf, otherFaults, placeText } from "./faults";
import { bodyText, firstRow, rowOf, typedOf } from "./typed-row";

const input = (name: string, type: string, shape: number[] = []): ContractField => ({
  name,
  type,
  shape,
  is_whole: /int/.test(type),
  is_required: true,
});
const inputs = [
  input("distance", "float32"),
  input("id", "int64"),
  input("carrier", "string"),
  input("night", "bool"),
  input("image", "float32", [2, 2]),
];

test.each<[string, string, unknown]>([
  ["distance", "12.50", 12.5],
  ["distance", " 1e3 ", 1_000],
  ["distance", "far", "far"],
  ["id", "7", 7],
  ["id", "9007199254740993", "9007199254740993"],
  ["carrier", "7", "7"],
  ["night", "true", true],
  ["night", "perhaps", "perhaps"],
  [
    "image",
    "[[1, 2], [3, 4]]",
    [
      [1, 2],
      [3, 4],
    ],
  ],
  ["image", "[[1, 2]", "[[1, 2]"],
])("what is typed for %s as %s is sent as the value, or as it is", (name, text, value) => {
  expect(rowOf(inputs, { [name]: text })).toEqual({ [name]: value });
});

test("nothing is typed for what is left out, and an example comes back as it was", () => {
  expect(rowOf(inputs, { distance: "", unknown: "1" })).toEqual({});
  const row = {
    distance: 0.5,
    id: 1,
    carrier: "text",
    night: true,
    image: [
      [1, 2],
      [3, 4],
    ],
  };
  expect(rowOf(inputs, typedOf(inputs, row))).toEqual(row);
  expect(typedOf(inputs, { distance: null })).toEqual({});
});

test.each<[string, unknown]>([
  [bodyText([{ a: 1 }, { a: 2 }]), { a: 1 }],
  ['{"instances": [[1, 2]]}', null],
  ['{"instances": ', null],
  ["[]", null],
])("the first row of %s", (body, row) => {
  expect(firstRow(body)).toEqual(row);
});

describe("what is wrong", () => {
  const said = {
    detail: [
      { type: "missing", loc: ["body", "instances", 0, "distance"], msg: "Field required" },
      {
        type: "float_type",
        loc: ["body", "instances", 0, "image", 1, 0],
        msg: "Input should be a valid number",
      },
      { type: "too_long", loc: ["body", "instances"], msg: "List should have at most 10 items" },
    ],
  };
  it("stands at its input, and what belongs to none below", () => {
    const { faults } = faultsOf(said);
    expect(faultAt(faults, "distance")).toBe("Field required");
    expect(faultAt(faults, "image")).toBe("Input should be a valid number");
    expect(faultAt(faults, "id")).toBeUndefined();
    expect(otherFaults(faults, ["distance", "image"]).map(({ loc }) => placeText(loc))).toEqual([
      "instances",
    ]);
    expect(otherFaults(faults, [])).toHaveLength(3);
  });
  it.each<[unknown, string | null, number]>([
    [{ detail: "The endpoint is switched off." }, "The endpoint is switched off.", 0],
    ["<html>", null, 0],
    [null, null, 0],
    [{ detail: [null] }, null, 1],
  ])("is read of whatever comes: %j", (body, detail, count) => {
    const read = faultsOf(body);
    expect([read.detail, read.faults.length]).toEqual([detail, count]);
  });
});
