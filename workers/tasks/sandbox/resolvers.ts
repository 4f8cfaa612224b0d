import { createSocket } from "node:dgram";
import { existsSync, readFileSync } from "node:fs";
import { isIPv4 } from "node:net";

/** Name servers for the tasks' network, which cannot reach the machine's loopback. */
export type Resolvers = {
  /** The text of the tasks' resolv.conf. */
  text: string;
  /** IPv4 addresses beyond loopback. */
  servers: string[];
  /** A server on the machine's loopback, reached through our end of the veth pair when there is no other. */
  loopback: string | null;
};

/** The second file has the servers of systemd-resolved, which itself serves the machine only. */
const FILES = ["/etc/resolv.conf", "/run/systemd/resolve/resolv.conf"];
const TIMEOUT_MS = 2_000;
/** A query for "localhost.", which every server answers. */
const QUESTION = `12340100000100000000000009${Buffer.from("localhost").toString("hex")}0000010001`;

/** `ours`: our end of the veth pair. */
export function resolversOf(ours: string, files: readonly string[] = FILES): Resolvers {
  const texts = files.filter((file) => existsSync(file)).map((file) => readFileSync(file, "utf8"));
  for (const text of texts) {
    const servers = serversIn(text).filter((one) => isIPv4(one) && !one.startsWith("127."));
    if (servers.length > 0) return { text: withServers(text, servers), servers, loopback: null };
  }
  const loopback = texts.flatMap(serversIn).find((one) => one.startsWith("127.")) ?? null;
  return { text: withServers(texts[0] ?? "", loopback === null ? [] : [ours]), servers: [], loopback };
}

function serversIn(text: string): string[] {
  return [...text.matchAll(/^\s*nameserver\s+(\S+)/gm)].flatMap(([, server]) => server ?? []);
}

function withServers(text: string, servers: readonly string[]): string {
  const others = text.split("\n").filter((line) => line.trim() !== "" && !/^\s*nameserver\b/.test(line));
  return `${[...others, ...servers.map((server) => `nameserver ${server}`)].join("\n")}\n`;
}

export function answersDns(servers: readonly string[]): Promise<boolean> {
  const socket = createSocket("udp4");
  return new Promise((resolve) => {
    const end = (answered: boolean) => {
      clearTimeout(timer);
      socket.close();
      resolve(answered);
    };
    const timer = setTimeout(end, TIMEOUT_MS, false);
    socket.once("message", () => end(true)).on("error", () => {});
    for (const server of servers) socket.send(Buffer.from(QUESTION, "hex"), 53, server, () => {});
  });
}

/** The same as a program; exit code 0 when a server replied. */
export function dnsProbe(servers: readonly string[]): string {
  return `
    const socket = require("node:dgram").createSocket("udp4");
    socket.once("message", () => process.exit(0)).on("error", () => {});
    setTimeout(() => process.exit(1), ${TIMEOUT_MS});
    for (const server of ${JSON.stringify(servers)})
      socket.send(Buffer.from("${QUESTION}", "hex"), 53, server, () => {});`;
}
