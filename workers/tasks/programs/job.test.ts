import { expect, test } from "vitest";
import { resultText } from "./job";

test("what JSON has no number for stays what it is, as text, wherever it stands", () => {
  const rows = [
    { loss: Number.NaN, best: Number.NEGATIVE_INFINITY, until: [Number.POSITIVE_INFINITY], n: 1.5 },
  ];
  expect(JSON.parse(resultText({ rows }))).toEqual({
    rows: [{ loss: "NaN", best: "-Infinity", until: ["Infinity"], n: 1.5 }],
  });
});
