import { expect, it } from "vitest";
import { isStoreFault } from "./store-fault";

const withCode = (code: string, message = "x") => Object.assign(new Error(message), { code });

it.each([
  [withCode("ECONNREFUSED"), true],
  [withCode("ECONNRESET"), true],
  [withCode("57P01", "terminating connection due to administrator command"), true],
  [withCode("57P03", "the database system is starting up"), true],
  [withCode("53300", "too many connections"), true],
  [withCode("08006"), true],
  [new Error("Connection terminated unexpectedly"), true],
  [new Error("timeout exceeded when trying to connect"), true],
  [withCode("57014", "canceling statement due to statement timeout"), false],
  [new Error("Query read timeout"), false],
  [withCode("23502", "null value in column"), false],
  [withCode("40P01", "deadlock detected"), false],
  [withCode("22023"), false],
  [new TypeError("Cannot read properties of undefined"), false],
  ["a text", false],
  [null, false],
])("%s is the store's own fault: %s", (error, expected) => {
  expect(isStoreFault(error)).toBe(expected);
});
