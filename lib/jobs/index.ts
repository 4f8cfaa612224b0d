/**
 * Owns the product's own periodic work: when it runs, that nothing of it stops anything else, and what people see of it.
 * Refuses to know what a job does: each domain declares its own.
 */
export { defineJob, type Job } from "./define-job";
export { type JobRunner, startJobs } from "./runner";
export { sentenceOf } from "./sentence";
export { JOBS_CHANNEL, listJobs, runJob } from "./service";
