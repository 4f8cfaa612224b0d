import { expect, it } from "vitest";
import { contentSecurityPolicy } from "./csp";

it("scripts run only by nonce in production", () => {
  const policy = contentSecurityPolicy("abc", { dev: false, https: true });
  expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic';");
  expect(policy).toContain("style-src-elem 'self' 'nonce-abc';");
  expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|https?:|\*/);
  expect(policy).toContain("upgrade-insecure-requests");
});

it("plain http installations are not upgraded", () => {
  expect(contentSecurityPolicy("abc", { dev: false, https: false })).not.toContain("upgrade-insecure");
});

it("frames show our own addresses only, so that a framed report cannot lead away", () => {
  const policy = contentSecurityPolicy("abc", { dev: false, https: true });
  expect(policy).toContain("frame-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
});
