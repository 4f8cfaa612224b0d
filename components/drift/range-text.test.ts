import { expect, test } from "vitest";
import type { DriftBin } from "@/lib/drift/schema";
import { rangeText } from "./range-text";

const bin = (low: number | null, high: number | null, has_low = false, has_high = true): DriftBin => ({
  ...{ kind: "range", low, high, has_low, has_high, reference: 0, live: 0 },
});

test.each<[DriftBin, string]>([
  [bin(null, 3), "≤ 3"],
  [bin(null, 3, false, false), "< 3"],
  [bin(3, 3, true, true), "= 3"],
  [bin(3, 5), "3 < … ≤ 5"],
  [bin(3, 5, false, false), "3 < … < 5"],
  [bin(5, null), "> 5"],
  [bin(null, null), "…"],
])("the bin %j is %s", (one, text) => expect(rangeText(one, String)).toBe(text));
