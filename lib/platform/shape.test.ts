import { expect, test } from "vitest";
import { refuseShape } from "./shape";

const LIMITS = { depth: 5, values: 100 };
const refusal = (raw: unknown) => {
  try {
    refuseShape(raw, LIMITS);
    return null;
  } catch (error) {
    return error;
  }
};

test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
  "%s is refused with its place, since JSON would make null of it",
  (number) => {
    expect(refusal({ params: { rates: [1, number] } })).toMatchObject({
      extra: { errors: [{ pointer: "/params/rates/1", code: "not_finite" }] },
    });
  },
);

test("numbers that JSON can hold are left alone", () => {
  expect(refusal({ a: [0, -0.5, 1e300, Number.MIN_VALUE] })).toBeNull();
  expect(refusal(7)).toBeNull();
});
