/** Owns how the audit log is read and exported. Refuses to write to it: that is lib/audit. */
export { exportAudit, listAudit } from "./service";
