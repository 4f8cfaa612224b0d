/** Owns when: what a day, a time and a cron expression mean on the clocks of a zone. Refuses to know what runs then. */
export { cronFires } from "./cron-fires";
export { type Interval, intervalAt, intervalsBetween, nextInterval, type Schedule } from "./next-fire";
export { type ScheduleProblem, scheduleProblem } from "./schedule-problem";
export { dayIn, instantIn } from "./zone";
