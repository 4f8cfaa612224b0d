import { describe, expect, it } from "vitest";
import { inTime } from "@/lib/testing/in-time";
import { spansOf } from "./ansi";
import { hashOfLine, lineOfHash } from "./deep-link";
import { firstHit, nextHit } from "./hits";
import { withLinks } from "./printed-links";
import { firstLineOf, isAtEnd, lastPage, PAGE_LINES, pagesFor } from "./window";

const ESC = String.fromCharCode(27);

describe("window of a log", () => {
  it("asks for the pages in sight and their neighbours only", () => {
    expect(pagesFor(0, 40, 200_000)).toEqual([0, 1]);
    expect(pagesFor(100_000, 100_040, 200_000)).toEqual([199, 200, 201]);
    expect(pagesFor(199_960, 199_999, 200_000)).toEqual([398, 399]);
  });
  it("knows the empty and the short log", () => {
    expect(pagesFor(0, -1, 0)).toEqual([]);
    expect(pagesFor(0, 3, 4)).toEqual([0]);
    expect(lastPage(0)).toBe(0);
    expect(lastPage(PAGE_LINES + 1)).toBe(1);
  });
  it("counts lines from 1", () => {
    expect(firstLineOf(2)).toBe(2 * PAGE_LINES + 1);
  });
  it("follows only at the end", () => {
    expect(isAtEnd(780, 200, 1000)).toBe(true);
    expect(isAtEnd(300, 200, 1000)).toBe(false);
  });
});

describe("link to a line", () => {
  it.each([
    ["#L123", 123],
    ["#L0", null],
    ["#L1x", null],
    ["", null],
    ["#L-4", null],
  ])("%s", (hash, line) => expect(lineOfHash(hash)).toBe(line));
  it("comes back", () => expect(lineOfHash(hashOfLine(77))).toBe(77));
});

describe("spans", () => {
  it("keeps markup as text", () => {
    expect(spansOf("<script>alert(1)</script>")).toEqual([
      { text: "<script>alert(1)</script>", className: "" },
    ]);
    expect(spansOf(`${ESC}[31m<b>&amp;</b>${ESC}[0m`)).toEqual([
      { text: "<b>&amp;</b>", className: "text-danger" },
    ]);
  });
  it("turns colours and weight into classes of ours only", () => {
    expect(spansOf(`a ${ESC}[1;92mok${ESC}[0m b`)).toEqual([
      { text: "a ", className: "" },
      { text: "ok", className: "text-success font-semibold" },
      { text: " b", className: "" },
    ]);
  });
  it("drops cursor moves, titles and overwritten text", () => {
    const textOf = (line: string) =>
      spansOf(line)
        .map((span) => span.text)
        .join("");
    expect(textOf(`10%\r50%\r${ESC}[2Kdone\r`)).toBe("done");
    expect(textOf(`${ESC}]0;title${String.fromCharCode(7)}${ESC}[32mtext${ESC}[0m`)).toBe("text");
    expect(spansOf("")).toEqual([]);
    expect(textOf(`${ESC}[1mbold${ESC}(B${ESC}[m plain`)).toBe("bold plain");
  });
  it.each([
    ["31", "text-danger"],
    ["38;5;9", "text-danger"],
    ["38:5:1", "text-danger"],
    ["38:2::255:0:0", ""],
    ["38;2;255;0;0;1", "font-semibold"],
    ["48:5:4;32", "text-success bg-surface-3"],
    ["1;2;22", ""],
    ["4:3", "underline"],
    ["4;4:0", ""],
    ["1;31;0", ""],
    ["31;39;44;49", ""],
    ["93;7", "text-warning bg-surface-3"],
    ["", ""],
    ["58;5;1;3", "italic"],
    ["99999", ""],
  ])("reads the colour %s", (codes, className) => {
    expect(spansOf(`${ESC}[${codes}mtext`)).toEqual([{ text: "text", className }]);
  });
  it("makes no more elements of a line than a page can hold, and loses no text", () => {
    const line = Array.from({ length: 20_000 }, (_, i) => `${ESC}[1m${ESC}[${30 + (i % 8)}m${i % 10}`).join(
      "",
    );
    const spans = inTime(() => spansOf(line));
    expect(spans.length).toBeLessThanOrEqual(1_001);
    expect(spans.map(({ text }) => text).join("")).toBe("0123456789".repeat(2_000));
  });
});

describe("links that MLflow's clients print", () => {
  const RUN = "0f8fad5bd9cb469fa16570867728950e";
  const links = (text: string) => withLinks({ text, className: "" });
  it("lead to our own page, whatever host was printed, and the text stays whole", () => {
    const line = `View run first at: http://10.91.0.1:4321/mlflow/#/experiments/3/runs/${RUN} now`;
    const parts = links(line);
    expect(parts.map(({ text }) => text).join("")).toBe(line);
    expect(parts.filter(({ href }) => href !== undefined)).toEqual([
      {
        text: `http://10.91.0.1:4321/mlflow/#/experiments/3/runs/${RUN}`,
        className: "",
        href: `/mlflow/#/experiments/3/runs/${RUN}`,
      },
    ]);
  });
  it.each([
    "https://example.com/",
    "http://h/mlflow/#/elsewhere",
    "http://h/x/mlflow/#/experiments/1",
    "javascript:alert(1)/mlflow/#/experiments/1",
    "/mlflow/#/experiments/1",
  ])("are no other address: %s", (text) => {
    expect(links(text)).toEqual([{ text, className: "" }]);
  });
});

it("the next hit goes round at the ends", () => {
  expect([nextHit([2, 5], 2, 1), nextHit([2, 5], 5, 1), nextHit([2, 5], 2, -1)]).toEqual([5, 2, 5]);
  expect(nextHit([], 2, 1)).toBeNull();
  expect([firstHit([2, 5], 0), firstHit([2, 5], 2), firstHit([2, 5], 3), firstHit([2, 5], 6)]).toEqual([
    2, 2, 5, 2,
  ]);
});
