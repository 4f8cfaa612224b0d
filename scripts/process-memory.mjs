// Memory of a process and its descendants, each page counted once: shared pages are divided (the kernel's proportional
// set size, Pss).
import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";

/** Why it cannot be read on this system, or null. */
export function whyNotReadable() {
  try {
    pssBytes(process.pid);
    return null;
  } catch {
    return "this system does not tell proportional memory (/proc/PID/smaps_rollup)";
  }
}

/** Name and bytes of the process `root` and of each below it. One that ends meanwhile is left out. */
export function readMemory(root) {
  const parents = readParents();
  const isBelow = (pid) => pid === root || (parents.has(pid) && isBelow(parents.get(pid)));
  return [...parents.keys()].filter(isBelow).flatMap((pid) => {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").filter(Boolean);
      return [{ name: nameOf(words), bytes: pssBytes(pid) }];
    } catch (error) {
      if (hasEnded(error)) return [];
      throw error;
    }
  });
}

/** One line a name, the largest first, and the sum. */
export function memoryTable(processes) {
  const byName = new Map();
  for (const { name, bytes } of processes) {
    const seen = byName.get(name) ?? { count: 0, bytes: 0 };
    byName.set(name, { count: seen.count + 1, bytes: seen.bytes + bytes });
  }
  const rows = [...byName].sort(([, a], [, b]) => b.bytes - a.bytes);
  const line = (name, count, bytes) =>
    `${name.padEnd(24)} ${String(count).padStart(9)} ${megabytes(bytes).padStart(8)}`;
  return [
    `${"process".padEnd(24)} ${"processes".padStart(9)} ${"MB".padStart(8)}`,
    ...rows.map(([name, { count, bytes }]) => line(name, count, bytes)),
    line("all", processes.length, sumBytes(processes)),
  ].join("\n");
}

export const sumBytes = (processes) => processes.reduce((sum, { bytes }) => sum + bytes, 0);
export const megabytes = (bytes) => (bytes / 2 ** 20).toFixed(1);

/** `node --flag dist/web.js` is web, `postgres: gwanje gwanje [local] idle` a connection of Postgres. */
export function nameOf([program = "", ...args]) {
  if (program.startsWith("postgres:"))
    return /\[local\]|\(\d+\)/.test(program) ? "postgres connection" : "postgres";
  const script = args.find((arg) => /\.[cm]?js$/.test(arg));
  if (basename(program) === "node" && script) return basename(script).replace(/\.[cm]?js$/, "");
  // Redis writes its address behind its name.
  return basename(program.replace(/redis-server .*/, "redis-server"));
}

function readParents() {
  const parents = new Map();
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      // The name in parentheses may hold anything, also spaces and parentheses.
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
    } catch (error) {
      if (!hasEnded(error)) throw error;
    }
  }
  return parents;
}

function pssBytes(pid) {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  return Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? 0) * 1_024;
}

const hasEnded = (error) => error.code === "ENOENT" || error.code === "ESRCH";
