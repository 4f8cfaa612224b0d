import { BlockList, isIP } from "node:net";

/** Addresses outside the public internet: this machine, its neighbours, link-local (cloud metadata), and reserved ranges. */
const PRIVATE: readonly [network: string, prefix: number, family: "ipv4" | "ipv6"][] = [
  ["0.0.0.0", 8, "ipv4"],
  ["10.0.0.0", 8, "ipv4"],
  ["100.64.0.0", 10, "ipv4"],
  ["127.0.0.0", 8, "ipv4"],
  ["169.254.0.0", 16, "ipv4"],
  ["172.16.0.0", 12, "ipv4"],
  ["192.0.0.0", 24, "ipv4"],
  ["192.0.2.0", 24, "ipv4"],
  ["192.88.99.0", 24, "ipv4"],
  ["192.168.0.0", 16, "ipv4"],
  ["198.18.0.0", 15, "ipv4"],
  ["198.51.100.0", 24, "ipv4"],
  ["203.0.113.0", 24, "ipv4"],
  ["224.0.0.0", 4, "ipv4"],
  ["240.0.0.0", 4, "ipv4"],
  // IPv6 addresses outside global unicast (2000::/3), and those inside it that embed an IPv4 address or are not routed.
  ["::", 3, "ipv6"],
  ["4000::", 2, "ipv6"],
  ["8000::", 1, "ipv6"],
  ["2001::", 23, "ipv6"],
  ["2001:db8::", 32, "ipv6"],
  ["2002::", 16, "ipv6"],
  ["3fff::", 20, "ipv6"],
];

/** One list for each family, because a common list matches an IPv4 address in its IPv6 form against ::/3. */
const privateRanges = { ipv4: new BlockList(), ipv6: new BlockList() };
for (const [network, prefix, family] of PRIVATE) privateRanges[family].addSubnet(network, prefix, family);

export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 0) return false;
  const family = version === 4 ? "ipv4" : "ipv6";
  return !privateRanges[family].check(address, family);
}

/** Private hosts and networks that may be called; every other address must be public. */
export type AllowList = { host(name: string): boolean; address(address: string): boolean };

/** Parses host names, `*.domain`, addresses and networks (`10.1.0.0/16`), separated by commas. Throws on anything else. */
export function parseAllowList(text: string): AllowList {
  const hosts: string[] = [];
  const networks = new BlockList();
  for (const item of text.split(",").map((part) => part.trim().toLowerCase())) {
    if (item === "") continue;
    const [address = "", bits] = item.split("/");
    const version = isIP(address);
    const family = version === 4 ? "ipv4" : "ipv6";
    if (version !== 0 && bits === undefined) networks.addAddress(address, family);
    else if (version !== 0 && /^\d{1,3}$/.test(bits ?? "")) networks.addSubnet(address, Number(bits), family);
    else if (/^(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(item)) hosts.push(item);
    else throw new Error(`${JSON.stringify(item)} is not a host name, *.domain, address or network`);
  }
  return {
    host: (name) =>
      hosts.some((host) => (host.startsWith("*.") ? name.endsWith(host.slice(1)) : name === host)),
    address(address) {
      const version = isIP(address);
      return version !== 0 && networks.check(address, version === 4 ? "ipv4" : "ipv6");
    },
  };
}

export function isAllowList(text: string): boolean {
  try {
    parseAllowList(text);
    return true;
  } catch {
    return false;
  }
}
