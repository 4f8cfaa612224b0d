/** What the kernel tells about processes of this machine. Linux. */
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

const LISTENING = "0A";
/** As /proc/net/tcp and tcp6 write 127.0.0.1, ::1 and ::ffff:127.0.0.1. */
const LOOPBACK = ["0100007F", "00000000000000000000000001000000", "0000000000000000FFFF00000100007F"];

/** Sockets on which these processes take connections: the port, and whether only this machine reaches it. */
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

/** These processes and all that they have started. */
export function withDescendants(pids: readonly number[]): number[] {
  const parents = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(
      (name) => [Number(name), Number(read(`/proc/${name}/stat`).split(") ").at(-1)?.split(" ")[1])] as const,
    );
  const found = new Set(pids);
  // A set grows while it is walked.
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
    // It has ended meanwhile, or closed what we look at.
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
