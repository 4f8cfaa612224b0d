import { expect, test } from "vitest";
import { changesOf } from "./changes";

test("answers that are the same have no changes", () => {
  const answer = [{ label: 1, probabilities: [0.1, 0.9], name: "a", none: null }];
  expect(changesOf(answer, structuredClone(answer))).toEqual([]);
  expect(changesOf([{ y: -0 }], [{ y: -0 }])).toEqual([]);
});

test("a difference in the last place is one, and so is the sign of zero", () => {
  const [change] = changesOf([{ y: 0.1 + 0.2 }], [{ y: 0.3 }]);
  expect(change).toMatchObject({ row: 0, path: "y", before: 0.1 + 0.2, after: 0.3 });
  expect(change?.difference).not.toBe(0);
  expect(changesOf([{ y: 0 }], [{ y: -0 }])).toHaveLength(1);
});

test.each<[string, unknown, unknown, unknown]>([
  ["a value in a list", { p: [1, 2] }, { p: [1, 3] }, [{ path: "p.1", before: 2, after: 3, difference: 1 }]],
  [
    "a number that is none now",
    { y: 1 },
    { y: null },
    [{ path: "y", before: 1, after: null, difference: null }],
  ],
  ["an output that came", {}, { y: "a" }, [{ path: "y", before: null, after: "a", difference: null }]],
  ["another shape", { y: [1] }, { y: 1 }, [{ path: "y", before: [1], after: 1, difference: null }]],
])("%s", (_name, before, after, changes) => {
  expect(changesOf([{ same: 1 }, before], [{ same: 1 }, after])).toMatchObject(
    (changes as object[]).map((change) => ({ row: 1, ...change })),
  );
});

test("rows that are missing are changes", () => {
  expect(changesOf([{ y: 1 }], [{ y: 1 }, { y: 2 }])).toMatchObject([
    { row: 1, before: null, after: { y: 2 } },
  ]);
});
