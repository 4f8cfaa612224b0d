import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it, test } from "vitest";
import { memoryTable, nameOf, readMemory, sumBytes, whyNotReadable } from "./process-memory.mjs";

test.each([
  ["web", ["/usr/bin/node", "--enable-source-maps", "/a path/dist/web.js", "--supervised"]],
  ["start", ["node", "scripts/start.mjs"]],
  ["npm start", ["npm start"]],
  ["postgres", ["/x/bin/postgres", "-D", "/data"]],
  ["postgres", ["postgres: checkpointer "]],
  ["postgres connection", ["postgres: gwanje gwanje [local] idle"]],
  ["postgres connection", ["postgres: gwanje gwanje 127.0.0.1(4242) SELECT"]],
  ["redis-server", ["/usr/bin/redis-server *:0"]],
  ["redis-server", ["/usr/bin/redis-server unixsocket:/a path/redis.sock"]],
])("%s is the name of %j", (name, words) => {
  expect(nameOf(words)).toBe(name);
});

it("adds up processes of one name, the largest first", () => {
  const MB = 2 ** 20;
  const table = memoryTable([
    { name: "web", bytes: 3 * MB },
    { name: "postgres", bytes: 2 * MB },
    { name: "postgres", bytes: 2 * MB },
  ]);
  expect(table.split("\n").map((line) => line.replaceAll(/ {2,}/g, " | "))).toEqual([
    "process | processes | MB",
    "postgres | 2 | 4.0",
    "web | 1 | 3.0",
    "all | 3 | 7.0",
  ]);
});

it.runIf(whyNotReadable() === null)("reads a process and what it started, and nothing else", async () => {
  const script =
    "require('child_process').spawn('sleep', ['60'], {stdio: 'inherit'}); console.log('started')";
  const child = spawn(process.execPath, ["-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  try {
    await once(child.stdout, "data");
    const seen = readMemory(child.pid ?? 0);
    expect(seen.map(({ name }) => name)).toEqual(["node", "sleep"]);
    expect(sumBytes(seen)).toBeGreaterThan(sumBytes(seen.slice(1)));
  } finally {
    process.kill(-(child.pid ?? 0), "SIGKILL");
  }
});
