import { expect, it } from "vitest";
import { joinBody, joinOf, NO_JOIN } from "./joined";

it("what is read is sent back as it was", () => {
  const joined = {
    feature_service: "drivers",
    feature_fallback: { "v:rate": 0.5, "v:name": "a=b", "v:on": true, "v:gone": null },
  };
  expect(joinBody(joinOf(joined))).toEqual(joined);
  expect(joinBody(joinOf({ feature_service: null, feature_fallback: null }))).toEqual({
    feature_service: null,
    feature_fallback: null,
  });
});

it.each([
  ["v:rate = 0.5\n\n", { "v:rate": 0.5 }],
  ["v:name=Seoul", { "v:name": "Seoul" }],
  ["v:list=[1]", { "v:list": "[1]" }],
  ["v:alone", { "v:alone": null }],
  ["", null],
])("reads %j as a fallback", (fallback, values) => {
  expect(joinBody({ service: "s", fallback }).feature_fallback).toEqual(values);
});

it("there is no fallback without a service", () => {
  expect(joinBody({ ...NO_JOIN, fallback: "v:rate=1" }).feature_fallback).toBeNull();
});
