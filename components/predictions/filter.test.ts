import { expect, test } from "vitest";
import { type PredictionFilter, queryOf } from "./filter";

const nothing: PredictionFilter = {
  endpoint: "",
  model: "",
  version: "",
  variant: "",
  outcome: "",
  feedback: "",
  caller: "",
  text: "",
  from: "",
  to: "",
};

test("a day goes from its start to the start of the next", () => {
  const { from = "", to = "" } = queryOf({ ...nothing, from: "2026-01-05", to: "2026-01-05" });
  expect(new Date(from)).toEqual(new Date("2026-01-05T00:00:00"));
  expect(new Date(to)).toEqual(new Date("2026-01-06T00:00:00"));
});

test("what is no day and no number is not asked", () => {
  const query = queryOf({
    ...nothing,
    from: "soon",
    to: "2026-99-99",
    version: "-1",
    variant: "two",
    text: "x",
  });
  expect(query).toEqual({ ...nothing, text: "x" });
  expect(queryOf({ ...nothing, version: "7" }).version).toBe("7");
});
