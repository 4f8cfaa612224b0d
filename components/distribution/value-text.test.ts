import { expect, it, test } from "vitest";
import type { DistributedFeature } from "@/lib/drift/schema";
import { topText, truthText, valueText } from "./value-text";

test.each<[number, DistributedFeature["type"], string]>([
  [0, "DOUBLE", "0"],
  [1234.5678, "FLOAT", "1,234.568"],
  [-0.00012, "DOUBLE", "-1.20e-4"],
  [1.5e300, "DOUBLE", "1.50e+300"],
  [980_000_000, "UNIX_TIMESTAMP", "2001-01-20 14:13"],
  [9e18, "UNIX_TIMESTAMP", "9,000,000,000,000,000,000"],
])("%d of %s is %s", (value, type, text) => expect(valueText(value, type, "en")).toBe(text));

it("names the most frequent texts with their shares", () => {
  const top = [
    { value: "JFK", rows: 50 },
    { value: "LAX", rows: 25 },
    { value: "SFO", rows: 1 },
  ];
  expect(topText({ top, rows: 100 } as DistributedFeature, 2, "en")).toBe("JFK 50%, LAX 25%");
});

test.each<[number[], number | null, string]>([
  [[30, 10], 1, "true 25%"],
  [[40], 1, "true 100%"],
  [[40], 0, "true 0%"],
])("counts %j up to %d as %s", (histogram, max, text) =>
  expect(truthText({ histogram, max } as DistributedFeature, "en")).toBe(text),
);
