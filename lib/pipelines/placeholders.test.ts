import { expect, it } from "vitest";
import { piecesOf } from "./placeholders";

const shown = (text: string) =>
  piecesOf(text).map((piece) => ("name" in piece ? `<${piece.name}>` : piece.text));

it.each([
  ["plain", ["plain"]],
  ["", []],
  ["{{ ds }}", ["<ds>"]],
  ["a{{ds}}b{{  run_id\t}}", ["a", "<ds>", "b", "<run_id>"]],
  ["{{ ds }}{{ ds }}", ["<ds>", "<ds>"]],
  ["{{.Names}}", ["<.Names>"]],
  ["{{}}", ["<>"]],
  ["{{{ds}}}", ["<{ds>", "}"]],
  ["{ ds } {{ never closed", ["{ ds } {{ never closed"]],
  ["}} {{ ds }}", ["}} ", "<ds>"]],
  // Braces for another program.
  ['{{ "{{.Names}}" }}', ["{{.Names}}"]],
  ["{{ '{{.Names}}' }}", ["{{.Names}}"]],
  ["{{'{{'}}.Names{{'}}'}}", ["{{", ".Names", "}}"]],
  ['{{ "{{ ds }}" }}/{{ ds }}', ["{{ ds }}", "/", "<ds>"]],
  [`{{ "it's" }}`, ["it's"]],
  ['{{ "" }}', [""]],
  ['{{ "a" + "b" }}', ['<"a" + "b">']],
  ['{{ "open }}', ['<"open>']],
])("%j is %j", (text, pieces) => {
  expect(shown(text)).toEqual(pieces);
});

it.each(["{{ ".repeat(50_000), '{{ "'.repeat(50_000), `{{${" ".repeat(100_000)}`, "{{'}}".repeat(20_000)])(
  "a text of much that never closes is taken apart in one pass",
  (text) => {
    expect(piecesOf(text).length).toBeLessThanOrEqual(40_000);
  },
);
