import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import rules from "../rules.json";

type Row = Record<"source_row" | "date" | "delay" | "distance" | "origin" | "destination", string>;
type Finding = { rule: string; rows: number; limit: number; ok: boolean; at_fault: Row[]; lines: string[] };

const HERE = fileURLToPath(new URL(".", import.meta.url));
const SCRIPT = `import json, sys; sys.dont_write_bytecode = True; import validate
print(json.dumps([
    [{**finding, "lines": validate.describe(finding)} for finding in validate.check(case["rows"], "2001-01-02", case["rules"])]
    for case in json.load(sys.stdin)
]))`;

const good = (at: number): Row => ({
  source_row: String(at),
  date: `2001-01-02 ${String(at % 24).padStart(2, "0")}:${String(Math.floor(at / 24) % 60).padStart(2, "0")}:00`,
  delay: String(at % 30),
  distance: String(200 + (at % 2_000)),
  origin: "ATL",
  destination: "ORD",
});
const day = Array.from({ length: 1_000 }, (_, at) => good(at));
const few = { ...rules, rows: { min: 900, max: 1_100 } };

const WRONG: [string, Partial<Row>][] = [
  ["null", { origin: "" }],
  ["outside_the_day", { date: "2001-01-03 00:00:00" }],
  ["outside_the_day", { date: "2001-01-01 23:59:59" }],
  ["outside_the_day", { date: "yesterday" }],
  ["distance_miles", { distance: "0" }],
  ["distance_miles", { distance: "1e3" }],
  ["same_airport", { destination: "ATL" }],
];
const wrongRow = (wrong: Partial<Row>): Row => ({ ...good(2_000), ...wrong });
const odd = (count: number) => day.map((row, at) => (at < count ? { ...row, delay: "-1116" } : row));
const again = (count: number) => [...day, ...day.slice(0, count).map((row) => ({ ...row, source_row: "9" }))];

const CASES: Record<string, { rows: readonly Row[]; rules: object }> = {
  "a whole day": { rows: day, rules: few },
  "one odd delay": { rows: odd(1), rules: few },
  "two odd delays": { rows: odd(2), rules: few },
  "two duplicates": { rows: again(2), rules: few },
  "three duplicates": { rows: again(3), rules: few },
  "few flights": { rows: day, rules },
  "no flights": { rows: [], rules: few },
  "only wrong": { rows: day.map((row) => ({ ...row, distance: "-1" })), rules: few },
  ...Object.fromEntries(
    WRONG.map(([, wrong]) => [JSON.stringify(wrong), { rows: [...day, wrongRow(wrong)], rules: few }]),
  ),
};
/** One interpreter for all cases: starting it is what costs. */
const findings = (() => {
  const text = JSON.stringify(Object.values(CASES));
  const options = { cwd: HERE, input: text, encoding: "utf8", maxBuffer: 64 * 1024 ** 2 } as const;
  const all: Finding[][] = JSON.parse(execFileSync("python3", ["-c", SCRIPT], options));
  return new Map(Object.keys(CASES).map((name, at) => [name, all[at] ?? []]));
})();
const failedOf = (name: string) => findings.get(name)?.filter((finding) => !finding.ok) ?? null;

describe("validate", () => {
  it("a whole day passes", () => {
    expect(findings.get("a whole day")?.map(({ rule, rows, ok }) => [rule, rows, ok])).toEqual([
      ["row_count", 1_000, true],
      ["null", 0, true],
      ["outside_the_day", 0, true],
      ["duplicate", 0, true],
      ["delay_minutes", 0, true],
      ["distance_miles", 0, true],
      ["same_airport", 0, true],
    ]);
  });

  it.each(WRONG)("%s: %o is found, listed and not tolerated", (rule, wrong) => {
    const failed = failedOf(JSON.stringify(wrong));
    expect(failed).toMatchObject([{ rule, rows: 1, limit: 0, at_fault: [wrongRow(wrong)] }]);
    expect(failed?.[0]?.lines[1]).toContain("row 2000:");
  });

  it("tolerates as many odd delays and duplicates as the rules say, and not one more", () => {
    expect(failedOf("one odd delay")).toEqual([]);
    expect(failedOf("two odd delays")).toMatchObject([{ rule: "delay_minutes", rows: 2, limit: 1 }]);
    expect(failedOf("two duplicates")).toEqual([]);
    expect(failedOf("three duplicates")).toMatchObject([{ rule: "duplicate", rows: 3, limit: 2 }]);
  });

  it.each(["few flights", "no flights"])("%s: the day does not pass", (name) => {
    expect(failedOf(name)).toMatchObject([{ rule: "row_count" }]);
  });

  it("lists twenty rows and counts the rest", () => {
    const [failed] = failedOf("only wrong") ?? [];
    expect(failed?.at_fault).toHaveLength(20);
    expect(failed?.lines.at(-1)).toContain("and 980 more");
  });
});
