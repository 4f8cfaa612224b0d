import { execFile } from "node:child_process";
import { lookup } from "node:dns/promises";
import { existsSync, writeFileSync } from "node:fs";
import { isIPv4 } from "node:net";
import { networkInterfaces } from "node:os";
import { promisify } from "node:util";
import { childEnv, searchPath } from "@/lib/platform/env";
import { answersDns, dnsProbe, resolversOf } from "./resolvers";

/**
 * The network of this worker's tasks: a namespace joined to the machine by a veth pair. The outside is reachable as
 * before, but of this machine only the data plane. Ports on which tasks listen are not reachable from outside.
 */
export type Network = {
  /** Arguments that start a process in it. */
  readonly enter: readonly string[];
  /** Address of the data plane for tasks. */
  readonly dataUrl: string;
  readonly resolvConf: string;
  close(): Promise<void>;
};

export type NetworkOptions = {
  dataUrl: string;
  /** GWANJE_TASK_PORTS: further loopback ports of the machine that tasks can reach. */
  ports: readonly number[];
};

/** Networks of four addresses, one a worker; the first that the machine does not use. */
const RANGES = ["10.213", "172.29", "192.168"];
const SLOT_SIZE = 4;
const RUN = "/run/gwanje";

/** `slot`: a number that no other worker of this machine has. Throws an error with a message for people. */
export async function openNetwork(slot: number, { dataUrl, ports }: NetworkOptions): Promise<Network> {
  const names = { space: `gwanje-${slot}`, cable: `gwj${slot}`, table: `gwanje_${slot}` };
  const [ours, theirs] = addressesOf(slot);
  const close = () => removeNetwork(names);
  // Leftovers of a worker that was killed with its watchdog.
  await close();
  try {
    const url = new URL(dataUrl);
    const port = Number(url.port) || (url.protocol === "https:" ? 443 : 80);
    const place = await placeOf(url.hostname);
    const resolvers = resolversOf(ours);
    await run("ip", ["netns", "add", names.space]);
    const link = ["link", "add", `${names.cable}h`, "type", "veth", "peer", "name", "eth0"];
    await run("ip", [...link, "netns", names.space]);
    // The rules below cover IPv4 only; over IPv6 link-local addresses tasks could reach everything that listens on
    // "::".
    closeIpv6(`${names.cable}h`);
    await run("ip", ["addr", "add", `${ours}/30`, "dev", `${names.cable}h`]);
    await run("ip", ["link", "set", `${names.cable}h`, "up"]);
    for (const words of [
      ["addr", "add", `${theirs}/30`, "dev", "eth0"],
      ["link", "set", "eth0", "up"],
      ["link", "set", "lo", "up"],
      ["route", "add", "default", "via", ours],
    ])
      await run("ip", ["-n", names.space, ...words]);
    // Loopback addresses behind the veth pair are reachable only by the rules below.
    setKernel(`${names.cable}h/route_localnet`);
    for (const name of [`${names.cable}h`, ...otherInterfaces()]) setKernel(`${name}/forwarding`);
    const rules = rulesOf({ ...names, ours, place, port, ports, resolvers });
    await run("nft", ["-f", "-"], rules);
    const resolvConf = `${RUN}/resolv-${slot}.conf`;
    writeFileSync(resolvConf, resolvers.text, { mode: 0o644 });
    await seeOutside(names.space, resolvers.servers);
    const local = place === "loopback" ? `${url.protocol}//${ours}:${port}${url.pathname}` : dataUrl;
    return {
      enter: ["nsenter", `--net=/run/netns/${names.space}`, "--"],
      dataUrl: local.replace(/\/+$/, ""),
      resolvConf,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Commands with which the watchdog removes the network when this worker has died. */
export function removalOf(slot: string): string {
  return `nft delete table ip gwanje_${slot}; ip netns del gwanje-${slot}; ip link del gwj${slot}h; rm -f ${RUN}/resolv-${slot}.conf`;
}

type Place = "loopback" | "machine" | "outside";

function rulesOf(of: {
  cable: string;
  table: string;
  ours: string;
  place: Place;
  port: number;
  ports: readonly number[];
  resolvers: { loopback: string | null; servers: readonly string[] };
}): string {
  const from = `iifname "${of.cable}h"`;
  const { loopback, servers } = of.resolvers;
  const dns =
    loopback === null
      ? []
      : [`${from} ip daddr ${of.ours} meta l4proto { tcp, udp } th dport 53 dnat to ${loopback}:53`];
  const loopbackPorts = [...(of.place === "loopback" ? [of.port] : []), ...of.ports];
  const data = loopbackPorts.map(
    (port) => `${from} ip daddr ${of.ours} tcp dport ${port} dnat to 127.0.0.1:${port}`,
  );
  const own = of.place === "machine" ? [`${from} tcp dport ${of.port} accept`] : [];
  const ask = servers.map(
    (server) => `${from} ip daddr ${server} meta l4proto { tcp, udp } th dport 53 accept`,
  );
  const chain = (name: string, kind: string, rules: readonly string[]) =>
    `  chain ${name} {\n    ${[`type ${kind};`, ...rules].join("\n    ")}\n  }\n`;
  return `table ip ${of.table} {
${chain("gw_nat_in", "nat hook prerouting priority -100", [...dns, ...data])}${chain(
  "gw_nat_out",
  "nat hook postrouting priority 100",
  [`ip saddr ${of.ours}/30 oifname != "${of.cable}h" masquerade`],
)}${chain("gw_input", "filter hook input priority 0", [
  `${from} ct state established,related accept`,
  `${from} ct status dnat accept`,
  ...own,
  ...ask,
  `${from} drop`,
])}${chain("gw_forward", "filter hook forward priority 0", [
  `oifname "${of.cable}h" ct state established,related accept`,
  `oifname "${of.cable}h" drop`,
])}}
`;
}

function addressesOf(slot: number): [ours: string, theirs: string] {
  const used = Object.values(networkInterfaces()).flatMap((all) => all?.map(({ address }) => address) ?? []);
  const range = RANGES.find((one) => !used.some((address) => address.startsWith(`${one}.`)));
  if (range === undefined) throw new Error("the machine uses all networks that tasks could have");
  const at = slot * SLOT_SIZE;
  const address = (more: number) => `${range}.${Math.floor((at + more) / 256)}.${(at + more) % 256}`;
  return [address(1), address(2)];
}

async function placeOf(hostname: string): Promise<Place> {
  const host = hostname.replace(/^\[|\]$/g, "");
  const address = isIPv4(host)
    ? host
    : await lookup(host).then(
        (found) => found.address,
        () => host,
      );
  if (/^127\.|^::1$/.test(address)) return "loopback";
  const own = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  return own.some((one) => one.address === address) ? "machine" : "outside";
}

/** The interface of replies. Without this the kernel does not forward them to the tasks. */
function otherInterfaces(): string[] {
  const all = Object.entries(networkInterfaces());
  return all.flatMap(([name, found]) =>
    found?.some((one) => one.family === "IPv4" && !one.internal) ? [name] : [],
  );
}

function setKernel(name: string): void {
  writeFileSync(`/proc/sys/net/ipv4/conf/${name}`, "1");
}

/** A kernel without IPv6 has no such file and needs none. */
function closeIpv6(name: string): void {
  const file = `/proc/sys/net/ipv6/conf/${name}/disable_ipv6`;
  if (existsSync(file)) writeFileSync(file, "1");
}

/** A firewall may block everything. Inconclusive when the machine itself gets no reply. */
async function seeOutside(space: string, servers: readonly string[]): Promise<void> {
  if (servers.length === 0 || !(await answersDns(servers))) return;
  const probe = ["netns", "exec", space, process.execPath, "-e", dnsProbe(servers)];
  await run("ip", probe).catch(() => {
    throw new Error("a firewall of this machine lets nothing of the tasks' network pass (its FORWARD rules)");
  });
}

async function removeNetwork(names: { space: string; cable: string; table: string }): Promise<void> {
  await run("nft", ["delete", "table", "ip", names.table]).catch(() => {});
  await run("ip", ["netns", "del", names.space]).catch(() => {});
  await run("ip", ["link", "del", `${names.cable}h`]).catch(() => {});
}

async function run(program: string, args: readonly string[], input?: string): Promise<void> {
  const env = childEnv({ PATH: `${searchPath()}:/usr/sbin:/sbin` });
  const running = promisify(execFile)(program, [...args], { env, cwd: "/", timeout: 10_000 });
  running.child.stdin?.on("error", () => {}).end(input);
  await running;
}
