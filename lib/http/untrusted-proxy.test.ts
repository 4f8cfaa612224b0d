import { Writable } from "node:stream";
import { expect, it } from "vitest";
import { createLogger } from "@/lib/platform/logger";
import { comesThroughUntrusted, tellUntrustedProxy } from "./untrusted-proxy";

const proxied = new Headers({ "x-forwarded-for": "203.0.113.9", "x-gwanje-peer": "10.0.0.1" });
const filledByNext = new Headers({ "x-forwarded-for": "::1", "x-gwanje-peer": "::1" });

it.each([
  [proxied, 0, true],
  [proxied, 1, false],
  [new Headers(), 0, false],
  [filledByNext, 0, false],
])("whether a proxy that is not trusted stands in front", (headers, trusted, expected) => {
  expect(comesThroughUntrusted(headers, trusted)).toBe(expected);
});

it("is said once, however many ask", () => {
  const lines: string[] = [];
  const to = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const log = createLogger("test", "info", to);
  for (let i = 0; i < 3; i++) tellUntrustedProxy(log, proxied, 0);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain("GWANJE_TRUST_PROXY");
});
