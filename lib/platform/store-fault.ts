import { StoreAwayError } from "./errors";

/** SQLSTATE classes of server and connection faults: 08, 53, 57, 58. */
const SERVER_CLASS = /^(?:08|53|57|58)[0-9A-Z]{3}$/;
/** A statement time-out may be the statement's own fault. */
const TOOK_TOO_LONG = "57014";
const NETWORK =
  /^(?:ECONN(?:REFUSED|RESET|ABORTED)|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT)$/;
/** Messages of connection errors that have no code. */
const CONNECTION =
  /^(?:Connection terminated|Client has encountered a connection error|Client was closed|timeout exceeded when trying to connect)/;

/** True when a store was away, so any other request would have failed too; false when the request is at fault. */
export function isStoreFault(error: unknown): boolean {
  if (error instanceof StoreAwayError) return true;
  if (!(error instanceof Error)) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (code === TOOK_TOO_LONG) return false;
  return SERVER_CLASS.test(code) || NETWORK.test(code) || CONNECTION.test(error.message);
}

/** SQLSTATE classes of values that the database does not take: 22 data exception, 23 integrity violation. */
const DATA_CLASS = /^2[23][0-9A-Z]{3}$/;

/** The database is there, and will never take these values. */
export function isRefusedData(error: unknown): boolean {
  return (
    error instanceof Error && "code" in error && typeof error.code === "string" && DATA_CLASS.test(error.code)
  );
}

/** The statement was ended by the session's own limit. */
export function tookTooLong(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === TOOK_TOO_LONG;
}

/** SQLSTATE unique_violation. */
const UNIQUE_VIOLATION = "23505";

/** A unique index has the value already. The transaction can only end then. */
export function isTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === UNIQUE_VIOLATION;
}
