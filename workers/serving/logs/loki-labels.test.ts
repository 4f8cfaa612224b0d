import { expect, test } from "vitest";
import { readLabels } from "./loki-labels";

test.each([
  ["{}", {}],
  ['{job="web"}', { job: "web" }],
  [' { a = "1" , b_2="" ,} ', { a: "1", b_2: "" }],
  [String.raw`{a="x\"y\\z", b="{,=}"}`, { a: 'x"y\\z', b: "{,=}" }],
  [String.raw`{a="\n\t\x41\u00e9\U0001F600\101"}`, { a: "\n\tA\u00e9\u{1F600}A" }],
  ['{a="한글 값"}', { a: "한글 값" }],
  ['{"http.status"="500"}', { "http.status": "500" }],
])("%s is read", (text, labels) => {
  expect(readLabels(text)).toEqual(labels);
});

test.each(["", "{", 'a="b"', "{a}", "{a=b}", '{a="b}', '{a="b" c="d"}', '{="b"}', String.raw`{a="\"}`])(
  "%s is none",
  (text) => {
    expect(readLabels(text)).toBeNull();
  },
);

test("a label does not become the prototype", () => {
  expect(Object.keys(readLabels('{__proto__="x"}') ?? {})).toEqual(["__proto__"]);
});
