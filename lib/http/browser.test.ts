import { expect, it } from "vitest";
import { browserOf } from "./browser";

const of = (cookie: string | null, language: string | null) =>
  browserOf(
    new Headers({ ...(cookie ? { cookie } : {}), ...(language ? { "accept-language": language } : {}) }),
  );

it.each([
  ["says nothing", null, null, { locale: "en", timeZone: null }],
  ["is Korean", null, "ko-KR,ko;q=0.9,en;q=0.8", { locale: "ko", timeZone: null }],
  ["has chosen another language", "gwanje_locale=en", "ko-KR", { locale: "en", timeZone: null }],
  ["has said its zone", "gwanje_time_zone=Asia%2FSeoul", "ko", { locale: "ko", timeZone: "Asia/Seoul" }],
  ["says no zone that there is", "gwanje_time_zone=Mars%2FOlympus", "ko", { locale: "ko", timeZone: null }],
  [
    "says what cannot be read",
    "gwanje_time_zone=%E0%A4%A; gwanje_locale=xx",
    "fr",
    { locale: "en", timeZone: null },
  ],
])("a browser that %s", (_, cookie, language, told) => {
  expect(of(cookie, language)).toEqual(told);
});
