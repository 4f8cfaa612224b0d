import * as fc from "fast-check";
import { expect, test } from "vitest";
import { attributeTerms, numberLimits, numberTerm } from "./attribute-terms";

test("entries of attributes have their types; a list has an entry for each value", () => {
  const { keys, values, numbers } = attributeTerms({ a: "1", b: 1, c: true, d: null, e: ["x", 2] });
  expect(keys).toEqual(["a", "b", "c", "d", "e"]);
  expect(values).toEqual(["a\u001fs1", "b\u001fn1", "c\u001fbtrue", "e\u001fsx", "e\u001fn2"]);
  expect(numbers).toHaveLength(1);
});

test("a long value has an entry that the index takes", () => {
  const { values } = attributeTerms({ ["한".repeat(200)]: "글".repeat(16_000) });
  expect(Buffer.byteLength(values[0] ?? "")).toBeLessThan(32_766);
});

test("entries of numbers are in the order of numbers", () => {
  const number = fc.double({ noNaN: true });
  const { lowest, highest } = numberLimits("n");
  fc.assert(
    fc.property(number, number, (one, other) => {
      const [first, second] = [numberTerm("n", one), numberTerm("n", other)];
      expect(first < second).toBe(one < other);
      expect(lowest <= first && first < highest).toBe(true);
    }),
  );
});
