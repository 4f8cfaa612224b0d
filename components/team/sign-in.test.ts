import { expect, it } from "vitest";
import { readAnswer } from "./sign-in";

it.each([
  [true, "http://localhost:3000/", { kind: "ok" }],
  [false, "http://localhost:3000/sign-in?error=UNAUTHENTICATED", { kind: "failed" }],
  [false, "/sign-in?error=RATE_LIMITED%3A120", { kind: "rate_limited", seconds: 120 }],
  [false, "/sign-in?error=Configuration", { kind: "unavailable" }],
  [true, "/sign-in?error=UNAUTHENTICATED", { kind: "failed" }],
  [false, "", { kind: "unavailable" }],
])("ok %s, %s", (ok, url, expected) => {
  expect(readAnswer(ok, url)).toEqual(expected);
});
