import { BlockList, isIP } from "node:net";
import { networkInterfaces } from "node:os";
import type { AllowList } from "@/lib/platform/address";
import { RefusedUrl } from "@/lib/platform/safe-fetch";

/** Addresses that are this machine or its link whatever its interfaces are. */
const LOCAL = { ipv4: new BlockList(), ipv6: new BlockList() };
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["224.0.0.0", 3],
] as const)
  LOCAL.ipv4.addSubnet(network, prefix, "ipv4");
for (const [network, prefix] of [
  ["::", 3],
  ["fe80::", 10],
  ["ff00::", 8],
] as const)
  LOCAL.ipv6.addSubnet(network, prefix, "ipv6");

/**
 * The address to which a database connection goes. A task in its walls reaches the networks around, but of this machine
 * only the data plane, where the stores of the product and the metadata of a cloud are: so neither does a test.
 */
export function outsideAddress(host: string, found: readonly string[], allow: AllowList): string {
  const [first] = found;
  if (first === undefined) throw new RefusedUrl("unknown_host", `There is no host ${JSON.stringify(host)}.`);
  const inside = allow.host(host) ? undefined : found.find((address) => isInside(address, allow));
  if (inside === undefined) return first;
  const named = inside === host ? host : `${host} (${inside})`;
  throw new RefusedUrl(
    "forbidden_address",
    `${named} is this machine, which tasks do not reach. An admin of this installation may allow it in GWANJE_FETCH_ALLOW.`,
  );
}

function isInside(address: string, allow: AllowList): boolean {
  if (allow.address(address)) return false;
  const family = isIP(address) === 4 ? "ipv4" : "ipv6";
  const own = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  return LOCAL[family].check(address, family) || own.some((one) => one.address === address);
}
