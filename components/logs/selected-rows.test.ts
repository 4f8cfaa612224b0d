import { expect, it } from "vitest";
import { withSelected } from "./selected-rows";

it.each([
  ["nothing is selected", null, { first: 100, last: 160 }],
  ["it is in sight", { first: 110, last: 112 }, { first: 100, last: 160 }],
  ["it was scrolled away from", { first: 20, last: 30 }, { first: 20, last: 160 }],
  ["it goes on below", { first: 150, last: 400 }, { first: 100, last: 400 }],
  ["it is too far away to keep", { first: 5_000, last: 5_001 }, { first: 100, last: 160 }],
])("rows in the page when %s", (_, selected, rows) => {
  expect(withSelected({ first: 100, last: 160 }, selected)).toEqual(rows);
});
