import { expect, it } from "vitest";
import { parseAllowList } from "@/lib/platform/address";
import { RefusedUrl } from "@/lib/platform/safe-fetch";
import { baseUrlOf } from "./attempt";
import { outsideAddress } from "./machine";
import { ofError, ofStatus } from "./outcome";

const failed = (code: string, message = "no") => Object.assign(new Error(message), { code });

it.each([
  ["a closed port", failed("ECONNREFUSED"), "refused"],
  ["no such host", failed("ENOTFOUND"), "unknown_host"],
  ["a broken connection", failed("ECONNRESET"), "unreachable"],
  ["no answer", new Error("No complete answer within 10000 ms."), "timeout"],
  ["a connection that does not come about", new Error("timeout expired"), "timeout"],
  ["a certificate of nobody", failed("DEPTH_ZERO_SELF_SIGNED_CERT"), "tls"],
  ["a server without TLS", new Error("The server does not support SSL connections"), "tls"],
  ["a wrong password", failed("28P01"), "login"],
  ["a database that is not there", failed("3D000"), "no_database"],
  ["an address inside", new RefusedUrl("forbidden_address", "inside"), "forbidden_address"],
  ["anything else", new Error("odd"), "failed"],
])("%s", (_, error, code) => {
  expect(ofError(error, []).code).toBe(code);
});

it.each([
  [200, "connected"],
  [302, "connected"],
  [404, "connected"],
  [401, "login"],
  [403, "login"],
  [429, "http_status"],
  [500, "http_status"],
])("status %i", (status, code) => {
  expect(ofStatus(status)).toEqual({ code, status, said: null });
});

it("what a server says is short, without NUL and without the password", () => {
  const said = ofError(new Error(`wrong: hunter22 \0 ${"x".repeat(1_000)}`), ["hunter22"]).said ?? "";
  expect(said).toMatch(/^wrong: \*\*\* {2}x+$/);
  expect(said).toHaveLength(300);
  expect(ofError(new Error("no host example"), ["x"]).said).toBe("no host example");
});

it.each([
  ["https://api.example.com/v1", null, "https://api.example.com/v1"],
  ["http://api.example.com", 8080, "http://api.example.com:8080/"],
  ["https://api.example.com:9000", 1, "https://api.example.com:9000/"],
  ["api.example.com", null, "https://api.example.com/"],
  ["api.example.com", 80, "http://api.example.com/"],
  ["file:///etc/passwd", null, "https://file///etc/passwd"],
])("the base address of %s at %s", (host, port, url) => {
  expect(baseUrlOf({ host, port })).toBe(url);
});

it("a database may be on a network of ours, never on this machine or its link, unless it is allowed", () => {
  const none = parseAllowList("");
  expect(outsideAddress("db", ["10.1.2.3"], none)).toBe("10.1.2.3");
  expect(outsideAddress("db", ["2606:4700::1"], none)).toBe("2606:4700::1");
  for (const address of [
    "127.0.0.1",
    "127.9.9.9",
    "0.0.0.0",
    "169.254.169.254",
    "::1",
    "::ffff:127.0.0.1",
    "fe80::1",
  ])
    expect(() => outsideAddress("db", ["10.1.2.3", address], none), address).toThrow(/is this machine/);
  expect(() => outsideAddress("db", [], none)).toThrow(/no host/);
  expect(outsideAddress("db", ["127.0.0.1"], parseAllowList("db"))).toBe("127.0.0.1");
  expect(outsideAddress("db", ["127.0.0.1"], parseAllowList("127.0.0.1"))).toBe("127.0.0.1");
});
