import { expect, it } from "vitest";
import { matchesText } from "./match";

it.each([
  ["Pipelines", "pipe"],
  ["Audit log", "AUDIT"],
  ["파이프라인", "파이프"],
  ["파이프라인", "ㅍㅇㅍ"],
  ["파이프라인", "파잎"],
  ["Pipelines", "ㅔㅑㅔ"],
  ["파이프라인", "vkdlvm"],
  ["감사 로그", "감사로그"],
  ["anything", ""],
])("%s is found by %j", (text, query) => {
  expect(matchesText(text, query)).toBe(true);
});

it.each([
  ["Pipelines", "audit"],
  ["파이프라인", "ㅎㅎ"],
  ["설정", "rkatk"],
])("%s is not found by %j", (text, query) => {
  expect(matchesText(text, query)).toBe(false);
});
