import { describe, expect, it } from "vitest";
import { sampleBetween, usageOf } from "./load";
import type { ProcessFacts } from "./sandbox/processes";

const facts = (pid: number, parent: number, more: Partial<ProcessFacts> = {}): ProcessFacts => ({
  ...{ pid, parent, group: 0, session: 0, threads: 1, startedAt: 1, isDead: false },
  ...{ cpuMs: 10, waitedCpuMs: 0, memoryBytes: 1_000, shmemBytes: 0 },
  ...more,
});

describe("what a worker uses", () => {
  it("is that of its family, without what has ended", () => {
    const all = [
      facts(1, 0),
      facts(10, 1, { cpuMs: 500 }),
      facts(11, 10, { shmemBytes: 24 }),
      facts(12, 11),
      facts(13, 10, { isDead: true, memoryBytes: 9_999 }),
      facts(20, 1),
    ];
    expect(usageOf(10, all, 7)).toEqual({ at: 7, cpuMs: 520, memoryBytes: 3_024 });
  });

  it.each([
    { cpuMs: [0, 30_000], at: [0, 60_000], cpu: 0.5 },
    { cpuMs: [1_000, 181_000], at: [0, 60_000], cpu: 3 },
    { cpuMs: [5_000, 4_000], at: [0, 60_000], cpu: 0 },
    { cpuMs: [0, 1], at: [5, 5], cpu: 0 },
  ])("$cpuMs ms of processors in $at ms are $cpu processors", ({ cpuMs, at, cpu }) => {
    const usage = (one: 0 | 1) => ({ at: at[one] ?? 0, cpuMs: cpuMs[one] ?? 0, memoryBytes: 7 });
    expect(sampleBetween(usage(0), usage(1), 2)).toEqual({ cpu, memoryBytes: 7, running: 2 });
  });
});
