import { expect, it } from "vitest";
import { limitBody, limitTexts } from "./limit-texts";

const given = { max_rows: 1_000, max_in_flight: 64, deadline_ms: 2_000, log_rate: 0.29, log_rows: 100 };

it.each([0, 0.001, 0.07, 0.29, 1])("a share of %d comes back from percent", (log_rate) => {
  expect(limitBody(limitTexts({ ...given, log_rate }))).toEqual({ ...given, log_rate });
});

it("what is no number is sent as it is typed", () => {
  const typed = { ...limitTexts(given), log_rate: "half", max_rows: "many" };
  expect(limitBody(typed)).toMatchObject({ log_rate: "half", max_rows: "many" });
});
