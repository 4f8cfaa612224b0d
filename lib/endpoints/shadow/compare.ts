import type { NamedTensor } from "../runtime/tensor";

/** How two answers to the same rows differ in one output. */
export type Difference = {
  rows: number;
  /** Of the rows: those in which some value is another one. */
  unequal: number;
  /** Pairs of numbers, and what the shadow's are more than the live one's. */
  values: number;
  sum: number;
  sumAbsolute: number;
  sumSquares: number;
  largest: number;
};

/** Fractions of one model differ by this much from machine to machine; it is a share of numbers greater than one. */
const SAME = 1e-6;
/** What differs by more than this is unequal and in no sum: squares of it would be no numbers. */
const MOST = 1e100;

/** Output by output; one that only one of the two has differs in every row. */
export function differences(
  live: readonly NamedTensor[],
  shadow: readonly NamedTensor[],
  rows: number,
): Map<string, Difference> {
  const others = new Map(shadow.map((output) => [output.name, output]));
  const names = new Set([...live, ...shadow].map(({ name }) => name));
  const own = new Map(live.map((output) => [output.name, output]));
  return new Map([...names].map((name) => [name, differenceOf(own.get(name), others.get(name), rows)]));
}

function differenceOf(
  one: NamedTensor | undefined,
  other: NamedTensor | undefined,
  rows: number,
): Difference {
  const made = { rows, unequal: 0, values: 0, sum: 0, sumAbsolute: 0, sumSquares: 0, largest: 0 };
  if (!one || !other || one.data.length !== other.data.length) return { ...made, unequal: rows };
  const width = rows === 0 ? 0 : one.data.length / rows;
  for (let row = 0; row < rows; row += 1) {
    let isEqual = true;
    for (let at = Math.ceil(row * width); at < (row + 1) * width; at += 1) {
      const [left, right] = [one.data[at], other.data[at]];
      if (!isSame(left, right)) isEqual = false;
      const more = Number(right) - Number(left);
      if (typeof left === "string" || !(Math.abs(more) <= MOST)) continue;
      made.values += 1;
      made.sum += more;
      made.sumAbsolute += Math.abs(more);
      made.sumSquares += more * more;
      made.largest = Math.max(made.largest, Math.abs(more));
    }
    if (!isEqual) made.unequal += 1;
  }
  return made;
}

type Value = number | bigint | string | undefined;

function isSame(one: Value, other: Value): boolean {
  if (typeof one !== "number" || typeof other !== "number") return String(one) === String(other);
  if (!Number.isFinite(one) || !Number.isFinite(other)) return Object.is(one, other);
  return Math.abs(one - other) <= SAME * Math.max(1, Math.abs(one), Math.abs(other));
}
