import type { Sample } from "@/lib/tasks";
import type { ProcessFacts } from "./sandbox/processes";
import { familyOf } from "./sandbox/processes";

/** What was used up to a moment of a monotonic clock, with the tasks that have ended. */
export type Usage = { at: number; cpuMs: number; memoryBytes: number };

/** Of a worker's process, its tasks and all that they started. */
export function usageOf(pid: number, all: readonly ProcessFacts[], at: number): Usage {
  const family = familyOf(pid, all).filter(({ isDead }) => !isDead);
  return {
    at,
    cpuMs: family.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
    memoryBytes: family.reduce((sum, { memoryBytes, shmemBytes }) => sum + memoryBytes + shmemBytes, 0),
  };
}

/** Between two moments. A process that left the family took its time along: less than nothing is nothing. */
export function sampleBetween(before: Usage, after: Usage, running: number): Sample {
  const ms = after.at - before.at;
  const cpu = ms > 0 ? Math.max(0, (after.cpuMs - before.cpuMs) / ms) : 0;
  return { cpu: Math.round(cpu * 1_000) / 1_000, memoryBytes: after.memoryBytes, running };
}
