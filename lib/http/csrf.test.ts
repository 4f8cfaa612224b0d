import { describe, expect, it } from "vitest";
import { isJson, isOwnRequest, safeNextPath } from "./csrf";

const OWN = ["https://gwanje.example.com"];

describe("isOwnRequest", () => {
  it.each([
    ["GET from anywhere", "GET", {}, true],
    ["POST from our page", "POST", { "sec-fetch-site": "same-origin" }, true],
    ["POST from a sibling host", "POST", { "sec-fetch-site": "same-site" }, false],
    ["POST from another site", "POST", { "sec-fetch-site": "cross-site" }, false],
    ["POST typed into the address bar", "POST", { "sec-fetch-site": "none" }, false],
    ["POST of an old browser from our page", "POST", { origin: "https://gwanje.example.com" }, true],
    ["POST of an old browser from elsewhere", "POST", { origin: "https://evil.example" }, false],
    ["POST with Origin null", "POST", { origin: "null" }, false],
    ["POST that says nothing", "POST", {}, false],
    [
      "a matching Origin does not outweigh Sec-Fetch-Site",
      "DELETE",
      { origin: "https://gwanje.example.com", "sec-fetch-site": "cross-site" },
      false,
    ],
  ])("%s", (_, method, headers, expected) => {
    expect(isOwnRequest(method, new Headers(headers as Record<string, string>), OWN)).toBe(expected);
  });
});

it.each([
  ["application/json", true],
  ["application/json; charset=utf-8", true],
  ["application/merge-patch+json", true],
  ["text/plain", false],
  ["application/x-www-form-urlencoded", false],
  ["text/plain; application/json", false],
  ["application/jsonp", false],
])("isJson %s", (type, expected) => {
  expect(isJson(new Headers({ "content-type": type }))).toBe(expected);
});

it.each([
  ["/pipelines?x=1#y", "/pipelines?x=1#y"],
  [null, "/"],
  ["", "/"],
  ["pipelines", "/"],
  ["//evil.example", "/"],
  ["/\\evil.example", "/"],
  ["/\t/evil.example", "/"],
  ["https://evil.example", "/"],
  ["javascript:alert(1)", "/"],
])("safeNextPath %j -> %s", (next, expected) => {
  expect(safeNextPath(next)).toBe(expected);
});
