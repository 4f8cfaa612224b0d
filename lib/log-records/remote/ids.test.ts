import { expect, test } from "vitest";
import { recordOfDocument } from "../record";
import { numbered } from "./ids";

const received = { nowUs: 1_000_000, keptUs: 1_000_000 };
const records = ["a", "b", "c"].map((msg) => recordOfDocument({ msg }, received));
const idsOf = (source: string, digest: string) =>
  numbered({ source, digest: Buffer.from(digest), records }).map(({ id }) => id);

test("the same request has the same ids, in its order, and another one others", () => {
  const ids = idsOf("one", "x");
  expect(ids).toEqual(idsOf("one", "x"));
  expect(ids).toEqual(ids.toSorted());
  expect(new Set([...ids, ...idsOf("two", "x"), ...idsOf("one", "y")]).size).toBe(9);
  for (const id of ids) expect(id).toMatch(/^[1-9]\d{17}$/);
});
