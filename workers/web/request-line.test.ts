import { expect, it } from "vitest";
import { refusalOf } from "./request-line";

it.each([
  ["TRACE", "/"],
  ["CONNECT", "/"],
  ["PROPFIND", "/pipelines"],
  ["M-SEARCH", "*"],
])("%s %s is a method that nothing here has", (method, target) => {
  expect(refusalOf(method, target)?.code).toBe("METHOD_NOT_ALLOWED");
});

it.each([
  ["GET", "http://evil.example/x"],
  ["GET", "https://evil.example/data/x"],
  ["OPTIONS", "*"],
  ["GET", ""],
  ["GET", "evil.example:80"],
  ["GET", "/%zz"],
  ["GET", "/%"],
  ["GET", "/%f"],
  ["GET", "/api/v1/runs/%ff"],
  ["HEAD", "/pipelines/%ED%A0%80"],
  ["GET", "/_next/%C0%AF"],
  ["GET", "/data/objects/%E0%A4%A"],
])("%s %s cannot be read", (method, target) => {
  expect(refusalOf(method, target)?.code).toBe("BAD_REQUEST");
});

it.each([
  ["GET", "/"],
  ["GET", "/pipelines/%ED%95%AD%EA%B3%B5?q=%zz"],
  ["DELETE", "/api/v1/runs/a%2Fb"],
  ["OPTIONS", "/api/v1/me"],
])("%s %s is an ordinary request", (method, target) => {
  expect(refusalOf(method, target)).toBeNull();
});
