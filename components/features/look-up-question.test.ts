import { expect, it } from "vitest";
import { columnsOf, keysOfText, keysText, questionOf } from "./look-up-question";

const definitions: Parameters<typeof columnsOf>[1] = {
  views: [
    { name: "driver_stats", entities: ["driver"] },
    { name: "trips", entities: ["driver", "city"] },
  ],
  entities: [
    { name: "driver", join_key: "driver_id", value_type: "INT64" },
    { name: "city", join_key: "city", value_type: "STRING" },
  ],
  onDemandViews: [
    { name: "estimate", inputs: { count: "trips:count" }, request: [{ name: "km", type: "DOUBLE" }] },
    { name: "alone", inputs: {}, request: [{ name: "km", type: "DOUBLE" }] },
    {
      name: "by_city",
      inputs: { rate: "driver_stats:rate" },
      request: [{ name: "driver_id", type: "INT64" }],
    },
  ],
};
const driver = { name: "driver_id", type: "INT64", is_key: true } as const;
const city = { name: "city", type: "STRING", is_key: true } as const;
const km = { name: "km", type: "DOUBLE", is_key: false } as const;

it.each([
  ["one view", ["driver_stats:rate", "driver_stats:trips"], [driver]],
  ["a key that two views share", ["driver_stats:rate", "trips:count"], [driver, city]],
  ["a view that is not there, and what is no reference", ["gone:rate", "driver_stats", ""], [driver]],
  ["what an on-demand view reads", ["estimate:minutes", "driver_stats:rate"], [driver, city, km]],
  ["a request alone", ["alone:minutes", "alone:hours"], [km]],
  ["a column that is a key and of the request", ["by_city:x"], [driver]],
  ["nothing", [], []],
])("needs the columns of %s", (_, features, columns) => {
  expect(columnsOf(features, definitions)).toEqual(columns);
});

it("keys of any text come back from the address", () => {
  const keys = { driver_id: "9007199254740993", city: "서울 & a=b+c" };
  expect(keysOfText(keysText(keys))).toEqual(keys);
  expect(keysOfText("")).toEqual({});
});

it("asks when each key has a value, and for those that are needed alone", () => {
  const keys = { driver_id: "1", city: "", other: "2" };
  expect(questionOf({ service: "s" }, [driver], keys)).toEqual({
    entities: { driver_id: ["1"] },
    feature_service: "s",
  });
  expect(questionOf({ features: ["a:b"] }, [driver], keys)?.features).toEqual(["a:b"]);
  expect(questionOf({ service: "s" }, [driver, city], keys)).toBeNull();
  expect(questionOf({ service: "s" }, [], keys)).toBeNull();
});

it("what the request brings is sent as its type, and may be left out", () => {
  const asked = (text: string) => questionOf({ service: "s" }, [driver, km], { driver_id: "1", km: text });
  expect(asked("12.5")?.entities).toEqual({ driver_id: ["1"], km: [12.5] });
  expect(asked("")?.entities).toEqual({ driver_id: ["1"], km: [null] });
  expect(questionOf({ service: "s" }, [km], {})?.entities).toEqual({ km: [null] });
});
