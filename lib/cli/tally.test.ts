import { expect, it } from "vitest";
import { barOf } from "./progress";
import { grouped, printable, sizeOf, Tally } from "./tally";
import { wordsOf } from "./words";

it("says what came and what could not, and no more of it than one reads", () => {
  const tally = new Tally();
  tally.add("points", 1_234_567);
  tally.add("bytes", 20_000_000);
  expect(tally.report(wordsOf("en"), "report_came").at(-1)).toBe("Everything came.");
  tally.note(
    Array.from({ length: 1_500 }, (_, at) => ({ kind: "file", id: `\u001b[31m${at}`, problem: "p" })),
  );
  const lines = tally.report(wordsOf("en"), "report_came");
  expect(lines[0]).toContain("points 1,234,567, files 0 (20 MB)");
  expect(lines[1]).toBe("1,500 things could not come:");
  expect(lines[2]).toBe("  file \u{fffd}[31m0: p");
  expect(lines.at(-1)).toBe("  ... and 1,470 more");
  expect(lines).toHaveLength(33);
});

it.each([
  [0, "0 B"],
  [999, "999 B"],
  [1_500, "1.5 KB"],
  [20_000_000, "20 MB"],
  [3_200_000_000, "3.2 GB"],
])("%d bytes are %s", (bytes, text) => expect(sizeOf(bytes)).toBe(text));

it("groups digits, and shows nothing that a terminal would obey", () => {
  expect([grouped(0), grouped(999), grouped(1_000), grouped(1_234_567)]).toEqual([
    "0",
    "999",
    "1,000",
    "1,234,567",
  ]);
  expect(printable("a\u202eb\nc\u0007")).toBe("a\u{fffd}b\u{fffd}c\u{fffd}");
});

it("a bar is one line, whatever the alphabet", () => {
  expect(barOf(1, 2, "실험 2개", 80)).toBe(`[${"#".repeat(12)}${"-".repeat(12)}] 실험 2개`);
  expect(barOf(5, 2, "x", 80)).toContain("#".repeat(24));
  expect(barOf(0, 0, "x", 80)).toContain("#".repeat(24));
  expect(barOf(0, 1, "실험".repeat(20), 31)).toBe(`[${"-".repeat(24)}] 실`);
});
