import { expect, it } from "vitest";
import { domainsOf, isDomainList } from "./domain-list";

it.each([
  ["example.com", true],
  ["example.com, Mail.Example.org,", true],
  ["xn--bj0bj06e.example", true],
  ["", false],
  [",", false],
  ["example", false],
  ["@example.com", false],
  ["kim@example.com", false],
  ["*.example.com", false],
  ["https://example.com", false],
  ["example.com example.org", false],
  ["example..com", false],
  ["-example.com", false],
  [`${"a".repeat(64)}.com`, false],
])("isDomainList %j: %s", (text, expected) => {
  expect(isDomainList(text)).toBe(expected);
});

it("gives domains as addresses are stored, in lower case", () => {
  expect(domainsOf(" Example.com,,example.org ")).toEqual(["example.com", "example.org"]);
  expect(domainsOf(undefined)).toEqual([]);
});
