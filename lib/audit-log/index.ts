/** Owns reading and exporting the audit log. Refuses to write it; lib/audit does. */
export { exportAudit, listAudit, listAuditValues } from "./service";
