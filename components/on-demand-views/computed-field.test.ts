import { expect, it } from "vitest";
import { withInputsOf } from "./computed-field";

const view = { name: "drivers", fields: [{ name: "rate" }, { name: "trips" }] };

it.each([
  ["", "rate=drivers:rate\ntrips=drivers:trips"],
  ["rate = other:rate\n", "rate = other:rate\ntrips=drivers:trips"],
  ["rate=drivers:rate\ntrips=drivers:trips", "rate=drivers:rate\ntrips=drivers:trips"],
])("adds to %j the features whose names are free", (text, after) => {
  expect(withInputsOf(text, view)).toBe(after);
});
