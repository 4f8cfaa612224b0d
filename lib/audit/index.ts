/** Owns the record of changes and their authors, and the list of permissions. Refuses to know what is changed. */
export { forbidden } from "./forbidden";
export { type AuditFact, auditToIndex, markAuditIndexed } from "./index-repository";
export { leastRole, PERMISSIONS, type Permission } from "./permissions";
export { type AuditEntry, recordAudit, recordAuditSql, recordDenied } from "./record";
export { expireAudit } from "./retention";
