import { createSocket } from "node:dgram";
import { existsSync, readFileSync } from "node:fs";
import { isIPv4 } from "node:net";

/** Who answers for names in the tasks' network, where the machine's own loopback is not reached. */
export type Resolvers = {
  /** The text of resolv.conf as tasks see it. */
  text: string;
  /** IPv4 addresses beyond loopback. */
  servers: string[];
  /** A server on the machine's loopback that is asked through our end of the cable, when there is no other. */
  loopback: string | null;
};

/** The second is what systemd-resolved asks itself: it answers nobody but the machine. */
const FILES = ["/etc/resolv.conf", "/run/systemd/resolve/resolv.conf"];
const TIMEOUT_MS = 2_000;
/** The question for the addresses of "localhost.", which every server has something to say to. */
const QUESTION = `12340100000100000000000009${Buffer.from("localhost").toString("hex")}0000010001`;

/** `ours`: our end of the cable. */
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

/** The same as a program: its exit code is 0 when somebody has answered. */
export function dnsProbe(servers: readonly string[]): string {
  return `
    const socket = require("node:dgram").createSocket("udp4");
    socket.once("message", () => process.exit(0)).on("error", () => {});
    setTimeout(() => process.exit(1), ${TIMEOUT_MS});
    for (const server of ${JSON.stringify(servers)})
      socket.send(Buffer.from("${QUESTION}", "hex"), 53, server, () => {});`;
}
