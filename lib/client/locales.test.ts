import { expect, it } from "vitest";
import { fromAcceptLanguage, isLocale } from "./locales";

it.each([
  [null, "en"],
  ["", "en"],
  ["ko-KR,ko;q=0.9,en;q=0.8", "ko"],
  ["en-US,en;q=0.9,ko;q=0.8", "en"],
  ["fr-FR, ko;q=0.5, en;q=0.4", "ko"],
  ["ko;q=0, en", "en"],
  ["de", "en"],
  [";;;q=x", "en"],
])("Accept-Language %j reads %s", (header, locale) => {
  expect(fromAcceptLanguage(header)).toBe(locale);
});

it("knows its languages", () => {
  expect(["en", "ko", "fr", undefined].map(isLocale)).toEqual([true, true, false, false]);
});
