import { expect, it } from "vitest";
import { verbOf } from "./palette-verb";

it.each([
  ["run hello", "run", "hello"],
  ["Pause hello", "pause", "hello"],
  ["hello 실행", "run", "hello"],
  ["hello 일시 중지", "pause", "hello"],
  ["activate a b", "activate", "a b"],
  ["run", null, "run"],
  ["running hello", null, "running hello"],
  ["run_01M8", null, "run_01M8"],
  ["", null, ""],
])("%s", (text, verb, rest) => {
  expect(verbOf(text)).toEqual({ verb, rest });
});
