/** Owns the record of who changed what, and the one way to change anything. Refuses to know what is changed. */
export { forbidden } from "./forbidden";
export { leastRole, PERMISSIONS, type Permission } from "./permissions";
export { type AuditEntry, recordAudit, recordDenied } from "./record";
export { expireAudit } from "./retention";
export { exportAudit, listAudit } from "./service";
export { hotWrite, parseInput, read, write } from "./write";
