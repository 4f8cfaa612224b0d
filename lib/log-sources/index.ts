/**
 * Owns what the product itself says: output of tasks, its processes, their access, the audit log become records with the ids of
 * what they speak of. Refuses to know how records are stored and searched.
 */
export { auditRecordsJob, taskLogsJob } from "./jobs";
export { keepOwnRecords } from "./own-records";
export { createTaskIndexer } from "./task-indexer";
