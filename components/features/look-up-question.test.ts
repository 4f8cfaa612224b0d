import { expect, it } from "vitest";
import { joinKeysOf, keysOfText, keysText, questionOf } from "./look-up-question";

const views = [
  { name: "driver_stats", entities: ["driver"] },
  { name: "trips", entities: ["driver", "city"] },
];
const driver = { name: "driver", join_key: "driver_id", value_type: "INT64" } as const;
const city = { name: "city", join_key: "city", value_type: "STRING" } as const;

it.each([
  ["one view", ["driver_stats:rate", "driver_stats:trips"], ["driver_id"]],
  ["a key that two views share", ["driver_stats:rate", "trips:count"], ["driver_id", "city"]],
  ["a view that is not there, and what is no reference", ["gone:rate", "driver_stats", ""], ["driver_id"]],
  ["nothing", [], []],
])("needs the join keys of %s", (_, features, keys) => {
  expect(joinKeysOf(features, views, [driver, city]).map((key) => key.join_key)).toEqual(keys);
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
