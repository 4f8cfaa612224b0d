"use client";
import { Duration } from "@/components/time/time";
import type { Timed } from "./grid-model";

/** Total running time of all tries; the last may still run. */
export function RanFor({ tries, beforeMs = 0 }: { tries: readonly Timed[]; beforeMs?: number }) {
  const started = tries.filter((each) => each.started_at !== null);
  const last = started.at(-1);
  if (!last?.started_at) return null;
  const earlier = started.slice(0, -1).reduce((sum, each) => sum + lengthOf(each), beforeMs);
  return <Duration from={Date.parse(last.started_at) - earlier} to={last.finished_at} />;
}

function lengthOf({ started_at, finished_at }: Timed): number {
  return started_at && finished_at ? Math.max(0, Date.parse(finished_at) - Date.parse(started_at)) : 0;
}
