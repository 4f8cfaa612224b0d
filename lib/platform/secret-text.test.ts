import { describe, expect, it } from "vitest";
import { inTime } from "@/lib/testing/in-time";
import { hideSecrets } from "./secret-text";

const LENGTH = 400_000;
const repeated = (unit: string) => unit.repeat(Math.ceil(LENGTH / unit.length));

describe("takes linear time, however much a text looks like a secret without being one", () => {
  it.each([
    "a",
    "a.",
    "a+a-",
    "://",
    "a://",
    "a://b:",
    "a://b:c@",
    "eyJ",
    "eyJ-",
    "eyJa.",
    ".eyJ",
    "gwj_pat_",
    "/invite/",
    "?token",
    "?a-token-",
    "&password=",
    "Bearer ",
    "Basic  ",
    "$argon2",
    "$argon2a$ ",
    "-----BEGIN ",
    "-----BEGIN PRIVATE KEY ",
    "-----BEGIN PRIVATE KEY-----",
    "-----END ",
    "PRIVATE KEY-----",
    "Invalid `",
    "Invalid `x` invocation",
    "Invalid `x` invocation\n",
    "Invalid `x` invocation\n{\n",
    "\n}",
    "invalid input syntax",
    "invalid input syntax: ",
    'invalid input value: "',
    "Failing row contains (",
    "Failing row contains ",
    "Key (",
    "Key (a)=(",
    "Key (a)=(b)",
    ")=(",
    " ",
    "\n",
    "@",
  ])("%j", (unit) => {
    for (const text of [repeated(unit), `a://${repeated(unit)}`, `${repeated(unit)}!`])
      expect(inTime(() => hideSecrets(text)).length).toBeGreaterThan(0);
  });
});

it.each(["--postgres://me:pa55@db", "2x://me:pa55@db", `${"a".repeat(200)}://me:pa55@db`])(
  "%s hides its password, whatever stands before the address",
  (text) => expect(hideSecrets(text)).not.toContain("pa55"),
);

it.each([
  ["Failing row contains (1, correct horse", "Failing row contains ([hidden])"],
  ["Key (a)=(correct horse", "Key (a)=([hidden])"],
  ["-----BEGIN RSA PRIVATE KEY-----\nMIIE", "[hidden]"],
  [
    "Invalid `db.user.create()` invocation:\n\n{\n  data: {",
    "Invalid `db.user.create()` invocation:\n{ [hidden] }",
  ],
])("hides to the end what has no end of its own: %j", (text, expected) => {
  expect(hideSecrets(text)).toBe(expected);
});
