/** Facts about this machine's processes, from Linux's /proc. */
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

const LISTENING = "0A";
/** 127.0.0.1, ::1 and ::ffff:127.0.0.1 as in /proc/net/tcp and tcp6. */
const LOOPBACK = ["0100007F", "00000000000000000000000001000000", "0000000000000000FFFF00000100007F"];

/** Listening sockets of these processes: the port, and whether only this machine reaches it. */
export function listening(pids: readonly number[]): { port: number; loopback: boolean }[] {
  const inodes = new Set(pids.flatMap(socketsOf));
  return ["/proc/net/tcp", "/proc/net/tcp6"]
    .flatMap((file) => read(file).split("\n").slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === LISTENING && inodes.has(fields[9] ?? ""))
    .map((fields) => {
      const [address = "", port = ""] = (fields[1] ?? "").split(":");
      return { port: Number.parseInt(port, 16), loopback: LOOPBACK.includes(address) };
    });
}

/** These processes and their descendants. */
export function withDescendants(pids: readonly number[]): number[] {
  const parents = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(
      (name) => [Number(name), Number(read(`/proc/${name}/stat`).split(") ").at(-1)?.split(" ")[1])] as const,
    );
  const found = new Set(pids);
  // Iterating a set visits what is added on the way.
  for (const pid of found) for (const [child, parent] of parents) if (parent === pid) found.add(child);
  return [...found];
}

function socketsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      const link = readlinkSync(`/proc/${pid}/fd/${fd}`);
      return /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? [];
    });
  } catch {
    // It ended meanwhile, or closed the descriptor.
    return [];
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
