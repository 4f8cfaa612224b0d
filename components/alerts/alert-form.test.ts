import { expect, it } from "vitest";
import { bodyOf, usualTexts } from "./alert-form";

const common = { name: "n", looks: "2", webhook: " " };

it("gives what the API takes, by what the metric is of", () => {
  const psi = { ...usualTexts("psi", common), subject: " x " };
  expect(bodyOf(psi)).toMatchObject({
    ...{ input: "x", output: null, comparison: "above", threshold: 0.25, window_minutes: 1_440 },
    ...{ min_rows: 200, looks: 2, webhook_id: null },
  });
  expect(bodyOf({ ...usualTexts("auc", common), subject: "y" })).toMatchObject({
    input: null,
    output: "y",
    comparison: "below",
  });
  expect(bodyOf({ ...usualTexts("p99_ms", common), subject: "y" })).toMatchObject({
    input: null,
    output: null,
  });
});

it("leaves what is no number to the server", () => {
  expect(bodyOf({ ...usualTexts("ks", common), threshold: "0,2", looks: "" })).toMatchObject({
    threshold: "0,2",
    looks: "",
  });
});
