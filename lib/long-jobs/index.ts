/**
 * Owns long work of the product itself: its queue beside tasks, leases, progress, cancel and resume. Refuses to know what
 * the work is: each domain defines its kinds.
 */
export { ctxOf, storedActor } from "./actor";
export { defineLongJob, type LongTurn } from "./define-long-job";
export { enqueueLongJob, LONG_JOBS_CHANNEL, startLongJob } from "./enqueue";
export { endedLongJobsJob } from "./jobs";
export { keepLongJobs } from "./keeper";
export { cancelLongJob, getLongJob, listLongJobs, retryLongJob } from "./service";
