import { expect, it } from "vitest";
import { sectionOf } from "./section";
import { MOST_CHARACTERS, MOST_ROWS } from "./values";

const facts = (record: Record<string, string>) => new Map(Object.entries(record));
const all = { onlyDifferences: false, search: "" };

it("lays facts side by side and says which differ, also by being missing", () => {
  const runs = [facts({ a: "1", b: "2" }), facts({ a: "1", b: "3", c: "4" })];
  expect(sectionOf(runs, all)).toEqual({
    total: 3,
    differing: 2,
    rows: [
      { key: "a", differs: false, values: ["1", "1"] },
      { key: "b", differs: true, values: ["2", "3"] },
      { key: "c", differs: true, values: [null, "4"] },
    ],
  });
  expect(sectionOf(runs, { onlyDifferences: true, search: "B" })).toEqual({
    total: 1,
    differing: 1,
    rows: [{ key: "b", differs: true, values: ["2", "3"] }],
  });
});

it("cuts long values but compares them whole", () => {
  const same = "x".repeat(MOST_CHARACTERS);
  const { rows } = sectionOf([facts({ a: `${same}1` }), facts({ a: `${same}2` })], all);
  expect(rows[0]?.differs).toBe(true);
  expect(rows[0]?.values[0]).toBe(`${"x".repeat(MOST_CHARACTERS - 1)}…`);
});

it("keeps those that differ when not all have room, and says how many there are", () => {
  const names = Array.from({ length: MOST_ROWS }, (_, at) => [`a${at}`, "1"] as const);
  const runs = [
    facts({ ...Object.fromEntries(names), z: "1" }),
    facts({ ...Object.fromEntries(names), z: "2" }),
  ];
  const section = sectionOf(runs, all);
  expect(section).toMatchObject({ total: MOST_ROWS + 1, differing: 1 });
  expect(section.rows).toHaveLength(MOST_ROWS);
  expect(section.rows.at(-1)).toEqual({ key: "z", differs: true, values: ["1", "2"] });
});
