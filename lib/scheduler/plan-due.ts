import { type Interval, nextInterval, type Schedule } from "@/lib/schedules";

/** The runs to create for one pipeline in one round; `next` is null when the schedule is over. */
export type DuePlan = { intervals: Interval[]; lastEnd: Date | null; next: Interval | null };

/** A long catch-up continues in the next round. */
const MOST_INTERVALS = 100;

/** The intervals that have ended by now, at most `room` of them, and the next one. */
export function planDue(schedule: Schedule, lastEnd: Date | null, room: number, now: Date): DuePlan {
  const most = Math.min(room, MOST_INTERVALS);
  const intervals: Interval[] = [];
  let next = nextInterval(schedule, lastEnd, now);
  while (next && next.end <= now && intervals.length < most) {
    intervals.push(next);
    next = nextInterval(schedule, next.end, now);
  }
  return { intervals, lastEnd: intervals.at(-1)?.end ?? null, next };
}

/** The plan with its first intervals only; the next interval is then due at once. */
export function cutTo(plan: DuePlan, most: number): DuePlan {
  const left = plan.intervals[most];
  if (!left) return plan;
  const intervals = plan.intervals.slice(0, most);
  return { intervals, lastEnd: intervals.at(-1)?.end ?? null, next: left };
}
