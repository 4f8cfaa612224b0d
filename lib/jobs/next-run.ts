import { cronFires } from "@/lib/schedules";
import { jittered } from "./back-off";
import type { JobSchedule } from "./define-job";

/** How long after a good run, which ended `now`, the next one is due. */
export function waitMs(schedule: JobSchedule, now: Date, random: number): number {
  return "cron" in schedule ? untilFire(schedule, now) : jittered(schedule.everyMs, random);
}

/**
 * How long until a job is due that another process ran before, or an earlier one on this machine. `rest` is what that one
 * left of its wait, below zero when the time has passed meanwhile; null when the job has never run.
 */
export function restMs(schedule: JobSchedule, rest: number | null, now: Date): number {
  if (rest === null) return "cron" in schedule ? untilFire(schedule, now) : 0;
  // A release may have shortened the schedule since the row was written.
  const most = "cron" in schedule ? untilFire(schedule, now) : schedule.everyMs;
  return Math.max(0, Math.min(rest, most));
}

function untilFire({ cron, timeZone }: { cron: string; timeZone: string }, now: Date): number {
  const next = cronFires(cron, timeZone).after(now);
  // An expression of a job was asked for two fires when the job was defined.
  if (!next) throw new Error(`${cron} never fires again`);
  return next.getTime() - now.getTime();
}
