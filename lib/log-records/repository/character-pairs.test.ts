import { expect, test } from "vitest";
import { pairsOf } from "./character-pairs";

test.each<[string, string[], string[]]>([
  ["two syllables are a pair", ["지연"], ["지연"]],
  ["neighbours overlap, and come once", ["배포배포했"], ["배포", "포배", "포했"]],
  ["ASCII and spaces part them", ["결제 v2 지연a도착"], ["결제", "지연", "도착"]],
  ["so does an asterisk", ["결제", "지연"], ["결제", "지연"]],
  ["one alone is none", ["결"], []],
  ["letters that have a case are none", ["Ünïcode", "ÉÀ"], []],
  ["a character of two halves is one", ["😀한글"], ["😀한", "한글"]],
])("%s", (_, pieces, pairs) => {
  expect(pairsOf(pieces)).toEqual(pairs);
});
