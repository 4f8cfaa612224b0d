import { expect, it } from "vitest";
import type { ConnectionView } from "@/lib/settings/schema";
import { bodyOf, valuesOf } from "./connection-values";

const stored: ConnectionView = {
  id: "db",
  type: "postgres",
  host: "h",
  port: 5432,
  login: null,
  database: "d",
  has_password: true,
  has_extra: true,
  description: null,
  version: 3,
  created_at: "",
  updated_at: "",
};

it("an untouched form of a stored connection leaves its secrets alone", () => {
  expect(bodyOf(valuesOf(stored), stored)).toEqual({
    type: "postgres",
    host: "h",
    port: 5432,
    login: null,
    database: "d",
    description: null,
  });
});

it.each([
  ['{"a": 1}', { extra: { a: 1 } }],
  ["{}", { extra: null }],
])("extra %s", (extra, expected) => {
  expect(bodyOf({ ...valuesOf(stored), extra }, stored)).toMatchObject(expected);
});

it.each(["[1]", "nonsense", '"text"', "null"])("extra %s is refused", (extra) => {
  expect(bodyOf({ ...valuesOf(null), extra }, null)).toBeNull();
});

it("sends a port that is no number as typed, so that the server names it", () => {
  expect(bodyOf({ ...valuesOf(null), port: "54a" }, null)).toMatchObject({ port: "54a" });
});
