import { expect, it } from "vitest";
import { intentOfPath, ownPath, type SsoIntent } from "./sso-intent";

const OWN = "https://gwanje.example";
const SIGN_IN = { kind: "sign-in", inviteToken: null } as const;

it.each<[string, SsoIntent]>([
  ["/", SIGN_IN],
  ["/pipelines?tag=a", SIGN_IN],
  ["/invite/abc-_9", { kind: "sign-in", inviteToken: "abc-_9" }],
  ["/invite/abc/else", SIGN_IN],
  ["/settings/profile?linked", { kind: "link" }],
  ["/settings/profile", SIGN_IN],
  ["/step-up?page=%2Fsettings%2Ftokens%3Fq%3Da%26b", { kind: "step-up", page: "/settings/tokens?q=a&b" }],
  ["/step-up", { kind: "step-up", page: "/" }],
  ["/step-up?page=https%3A%2F%2Fevil.example", { kind: "step-up", page: "/" }],
  ["/step-up?page=%2F%2Fevil.example", { kind: "step-up", page: "/" }],
  ["/step-up?page=%2F%5Cevil.example", { kind: "step-up", page: "/" }],
  ["/step-up/else", SIGN_IN],
])("intentOfPath %s", (path, expected) => {
  expect(intentOfPath(path)).toEqual(expected);
});

it.each([
  [`${OWN}/a?b`, "/a?b"],
  ["/a", "/a"],
  [`${OWN}.evil.example/a`, "/"],
  ["//evil.example", "/"],
  ["", "/"],
])("ownPath %s", (url, expected) => {
  expect(ownPath(url, OWN)).toBe(expected);
});
