import { expect, test } from "vitest";
import { isPublicAddress, parseAllowList } from "./address";

test.each([
  "127.0.0.1",
  "0.0.0.0",
  "10.1.2.3",
  "100.64.0.1",
  "169.254.169.254",
  "172.31.255.255",
  "192.168.0.1",
  "224.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::ffff:127.0.0.1",
  "::ffff:8.8.8.8",
  "64:ff9b::7f00:1",
  "fd00:ec2::254",
  "fe80::1",
  "fec0::1",
  "ff02::1",
  "2002:7f00:1::",
  "2001:0:1::",
  "not an address",
])("%s is not public", (address) => expect(isPublicAddress(address)).toBe(false));

test.each(["8.8.8.8", "172.32.0.1", "192.169.0.1", "2606:4700::1111", "2a00:1450:4001::200e"])(
  "%s is public",
  (address) => expect(isPublicAddress(address)).toBe(true),
);

test("an allow-list names hosts, domains, addresses and networks", () => {
  const allow = parseAllowList(" api.internal, *.corp.example ,10.1.0.0/16, 192.168.0.7,fd00::/8");
  expect(["api.internal", "x.corp.example"].map(allow.host)).toEqual([true, true]);
  expect(["corp.example", "evilcorp.example", "api.internal.evil"].map(allow.host)).toEqual([
    false,
    false,
    false,
  ]);
  expect(["10.1.9.9", "192.168.0.7", "fd12::1"].map(allow.address)).toEqual([true, true, true]);
  expect(["10.2.0.1", "192.168.0.8", "fe80::1", ""].map(allow.address)).toEqual([false, false, false, false]);
  expect(parseAllowList("").host("localhost")).toBe(false);
});

test.each(["http://x", "10.0.0.0/99", "a b", "*"])("%s is no entry of an allow-list", (text) => {
  expect(() => parseAllowList(text)).toThrow();
});
