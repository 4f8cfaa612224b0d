import { expect, it } from "vitest";
import { languageOf, wordsOf } from "./words";
import { EN } from "./words-en";
import { KO } from "./words-ko";

const values = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

it("both languages say the same of the same values", () => {
  for (const [key, text] of Object.entries(EN))
    expect([key, values(Reflect.get(KO, key))]).toEqual([key, values(text)]);
});

it.each([
  [{ LANG: "ko_KR.UTF-8" }, "ko"],
  [{ LANG: "ko" }, "ko"],
  [{ LANG: "kok_IN" }, "en"],
  [{ LANG: "en_US.UTF-8" }, "en"],
  [{ LC_ALL: "C", LANG: "ko_KR" }, "en"],
  [{ LC_ALL: "", LANG: "ko_KR" }, "ko"],
  [{}, "en"],
])("the language is that of the terminal: %j", (env, language) => {
  expect(languageOf(env)).toBe(language);
});

it("a value stands where its name stands, and what has none is left", () => {
  expect(wordsOf("en")("wrong_option", { option: "--url", problem: "{x}" })).toContain(
    "--url: {x}. Run `gwanje {command}",
  );
});
