import { expect, it } from "vitest";
import { blocksOf, inlinesOf } from "./markdown";

const text = (value: string) => ({ kind: "text", text: value });

it.each([
  ["a line", "one", [{ kind: "paragraph", text: "one" }]],
  ["lines of one paragraph", "one\n two\r\nthree", [{ kind: "paragraph", text: "one two three" }]],
  [
    "paragraphs",
    "one\n\n\ntwo",
    [
      { kind: "paragraph", text: "one" },
      { kind: "paragraph", text: "two" },
    ],
  ],
  [
    "a heading, then text",
    "## What\nit is",
    [
      { kind: "heading", text: "What" },
      { kind: "paragraph", text: "it is" },
    ],
  ],
  ["no heading without a space", "#tag", [{ kind: "paragraph", text: "#tag" }]],
  ["a list", "- one\n  more\n* two", [{ kind: "list", ordered: false, items: ["one more", "two"] }]],
  ["a numbered list", "1. one\n2) two", [{ kind: "list", ordered: true, items: ["one", "two"] }]],
  ["code", "```sh\n# no heading\n\n- no list\n```", [{ kind: "code", text: "# no heading\n\n- no list" }]],
  ["code that is never closed", "```\na", [{ kind: "code", text: "a" }]],
  ["HTML", "<script>alert(1)</script>", [{ kind: "paragraph", text: "<script>alert(1)</script>" }]],
  ["nothing", "\n \n", []],
])("blocks: %s", (_, written, blocks) => {
  expect(blocksOf(written)).toEqual(blocks);
});

it.each([
  ["strong", "a **b c** d", [text("a "), { kind: "strong", text: "b c" }, text(" d")]],
  ["emphasis", "*a* _b_", [{ kind: "emphasis", text: "a" }, text(" "), { kind: "emphasis", text: "b" }]],
  ["names and sums", "snake_case_name 2 * 3 * 4", [text("snake_case_name 2 * 3 * 4")]],
  ["code keeps its signs", "`a **b** [c](d)`", [{ kind: "code", text: "a **b** [c](d)" }]],
  ["a link", "[a](https://b.example/c?d)", [{ kind: "link", text: "a", href: "https://b.example/c?d" }]],
  ["an address", "[a](mailto:a@b.example)", [{ kind: "link", text: "a", href: "mailto:a@b.example" }]],
  ...[
    "[a](javascript:alert)",
    "[a](JaVaScRiPt:alert)",
    "[a](\u0001javascript:alert)",
    "[a](data:text/html,x)",
    "[a](vbscript:x)",
    "[a](//evil.example)",
    "[a](/sign-out)",
    "![a](https://evil.example/a.png)",
    '<img src=x onerror="alert(1)">',
  ].map((hostile): [string, string, unknown[]] => [hostile, hostile, [text(hostile)]]),
])("inlines: %s", (_, written, parts) => {
  expect(inlinesOf(written)).toEqual(parts);
});

it("signs that bring what is in them to an end, however often they are nested", () => {
  const depth = (line: string): number =>
    1 + Math.max(0, ...inlinesOf(line).map((part) => (part.kind === "strong" ? depth(part.text) : 0)));
  expect(depth(`${"**".repeat(5_000)}a${"**".repeat(5_000)}`)).toBeLessThanOrEqual(3);
});

it.each(["*", "**", "_", "`", "[", "[a](", "a ", "* ", " _"])(
  "the longest line of %j stays as it is, and a longer text is shown as written",
  (sign) => {
    const line = sign.repeat(65_536 / sign.length).trimEnd();
    expect(inlinesOf(line)).toEqual([text(line)]);
    const tooLong = sign.repeat(1_048_576 / sign.length + 1);
    expect(blocksOf(tooLong)).toEqual([{ kind: "plain", text: tooLong }]);
  },
);
