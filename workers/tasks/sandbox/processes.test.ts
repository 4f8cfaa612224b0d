import { expect, test } from "vitest";
import { familyOf, type ProcessFacts, parseFacts } from "./processes";

test("a program's name may hold brackets and spaces; times are of the process and the children it waited for", () => {
  const stat = "42 (a) Z (b) ) S 7 42 40 0 -1 4194304 1 2 3 4 100 20 3 1 20 0 5 0 999 1000 50";
  expect(parseFacts(42, stat, "1000 300 100 1 0 200 0", "RssFile:\t 9 kB\nRssShmem:\t  40 kB\n")).toEqual({
    pid: 42,
    parent: 7,
    group: 42,
    session: 40,
    threads: 5,
    startedAt: 999,
    isDead: false,
    cpuMs: 1_240,
    waitedCpuMs: 40,
    memoryBytes: 200 * 4096,
    shmemBytes: 40 * 1024,
  });
  expect(parseFacts(1, "1 (x) Z 0 1 1 0", "0 0 0", "").isDead).toBe(true);
});

test("a family is what a process started, at any depth, and what only kept its group or session", () => {
  const one = (pid: number, parent: number, group: number, session: number): ProcessFacts => ({
    pid,
    parent,
    group,
    session,
    threads: 1,
    startedAt: 0,
    isDead: false,
    cpuMs: 0,
    waitedCpuMs: 0,
    memoryBytes: 0,
    shmemBytes: 0,
  });
  const all = [
    one(10, 1, 10, 10),
    one(11, 10, 10, 10),
    one(12, 11, 12, 12),
    one(13, 1, 10, 10),
    one(14, 1, 14, 10),
    one(20, 1, 20, 20),
  ];
  expect(familyOf(10, all).map(({ pid }) => pid)).toEqual([10, 11, 12, 13, 14]);
});
