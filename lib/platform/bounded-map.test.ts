import { expect, test } from "vitest";
import { BoundedMap } from "./bounded-map";

test("of more than it may hold, what was not asked for the longest goes", () => {
  const map = new BoundedMap<string, number>(2);
  map.set("a", 1);
  map.set("b", 2);
  expect(map.get("a")).toBe(1);
  map.set("c", 3);
  expect([map.get("a"), map.get("b"), map.get("c"), map.size]).toEqual([1, undefined, 3, 2]);
  map.set("a", 4);
  map.set("d", 5);
  expect([map.get("a"), map.get("c"), map.get("d")]).toEqual([4, undefined, 5]);
});

test("lets go of those that match, and of all", () => {
  const map = new BoundedMap<string, number>(3);
  for (const [at, key] of ["a", "b", "c"].entries()) map.set(key, at);
  map.deleteWhere((value) => value > 0);
  expect([map.get("a"), map.get("b"), map.size]).toEqual([0, undefined, 1]);
  map.clear();
  expect(map.size).toBe(0);
});
