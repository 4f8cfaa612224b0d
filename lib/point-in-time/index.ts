/**
 * Owns questions to files of features: the latest rows, and what was known at a time. It runs in a process of its own with
 * DuckDB; nothing else imports it. Refuses to know definitions, stores and people: a job says all that it needs.
 */
export { runChild } from "./run-child";
