/** Owns dates, times and cron expressions on the clocks of a zone. Refuses to know which runs they start. */
export { cronFires } from "./cron-fires";
export { type Interval, intervalAt, intervalsBetween, nextInterval, type Schedule } from "./next-fire";
export { type ScheduleProblem, scheduleProblem } from "./schedule-problem";
export { dayIn, instantIn } from "./zone";
